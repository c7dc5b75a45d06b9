#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "emulator/dynamodb/service.h"

namespace dynamodb {
namespace {

const char* const kKpis = R"({"TableName": "CategoryKPIs", "BillingMode": "PAY_PER_REQUEST",
  "AttributeDefinitions": [{"AttributeName": "category", "AttributeType": "S"},
                           {"AttributeName": "order_date", "AttributeType": "S"}],
  "KeySchema": [{"AttributeName": "category", "KeyType": "HASH"}, {"AttributeName": "order_date", "KeyType": "RANGE"}]})";

const char* const kIndexed = R"({"TableName": "Orders", "BillingMode": "PAY_PER_REQUEST",
  "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "at", "AttributeType": "N"},
                           {"AttributeName": "who", "AttributeType": "S"}, {"AttributeName": "sum", "AttributeType": "N"}],
  "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
  "LocalSecondaryIndexes": [{"IndexName": "by-sum", "Projection": {"ProjectionType": "KEYS_ONLY"},
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "sum", "KeyType": "RANGE"}]}],
  "GlobalSecondaryIndexes": [{"IndexName": "by-who", "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["note"]},
    "KeySchema": [{"AttributeName": "who", "KeyType": "HASH"}]}]})";

// E050 E069 E071
TEST(DynamoCreateTable, TheRequirementsTableIsCreatedAndActiveAtOnce) {
  Service service;
  const Json created = service.run("CreateTable", kKpis);
  EXPECT_EQ(created.at("TableDescription").text("TableStatus"), "CREATING");
  const Json table = service.run("DescribeTable", R"({"TableName":"CategoryKPIs"})").at("Table");
  EXPECT_EQ(table.text("TableStatus"), "ACTIVE");
  EXPECT_EQ(table.at("KeySchema").dump(),
            R"([{"AttributeName":"category","KeyType":"HASH"},{"AttributeName":"order_date","KeyType":"RANGE"}])");
  EXPECT_EQ(table.at("BillingModeSummary").text("BillingMode"), "PAY_PER_REQUEST");
  EXPECT_EQ(table.text("TableArn"), "arn:aws:dynamodb:us-east-1:000000000000:table/CategoryKPIs");
  EXPECT_EQ(service.text("CreateTable", kKpis), "ResourceInUseException: Table already exists: CategoryKPIs");
}

// E028 E054 E068 E070
TEST(DynamoCreateTable, TheTablesWithOnlyAHashKeyToo) {
  Service service;
  for (const auto& [name, key] : {std::pair("ProcessingLockTable", "LockId"), std::pair("OrderKPIs", "order_date")}) {
    service.run("CreateTable", std::string(R"({"TableName":")") + name + R"(","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":")" +
                                   key + R"(","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":")" +
                                   key + R"(","KeyType":"HASH"}]})");
    const Json table = service.run("DescribeTable", std::string(R"({"TableName":")") + name + "\"}").at("Table");
    EXPECT_EQ(table.at("KeySchema").at(0).text("AttributeName"), key);
  }
}

TEST(DynamoCreateTable, RefusesWhatDoesNotFitTogether) {
  Service service;
  struct Case {
    std::string request = {}, message = {};
  };
  const std::vector<Case> cases = {
      {"{}", "The parameter 'TableName' is required but was not present in the request"},
      {R"({"TableName":"ab"})", "TableName must be at least 3 characters long and at most 255 characters long"},
      {R"({"TableName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}]})",
       "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified "
       "when "
       "BillingMode is PROVISIONED"},
      {R"({"TableName":"abc","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"a","KeyType":"RANGE"}],
        "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}]})",
       "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"},
      {R"({"TableName":"abc","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],
        "AttributeDefinitions":[{"AttributeName":"b","AttributeType":"S"}]})",
       "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. "
       "Keys: "
       "[a], AttributeDefinitions: [b]"},
      {R"({"TableName":"abc","BillingMode":"PAY_PER_REQUEST","StreamSpecification":{"StreamEnabled":true},
        "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}]})",
       "This emulator does not support DynamoDB Streams (StreamSpecification)"},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(service.text("CreateTable", each.request), "ValidationException: " + each.message);
  }
}

TEST(DynamoListTables, PagesByNameWithinAccountAndRegion) {
  Service service;
  for (const char* name : {"ccc", "aaa", "bbb"}) {
    service.run("CreateTable", std::string(R"({"TableName":")") + name + R"(","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],"KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]})");
  }
  EXPECT_EQ(service.text("ListTables", R"({"Limit":2})"),
            R"({"TableNames":["aaa","bbb"],"LastEvaluatedTableName":"bbb"})");
  EXPECT_EQ(service.text("ListTables", R"({"ExclusiveStartTableName":"bbb"})"), R"({"TableNames":["ccc"]})");
  service.caller.region = "eu-west-1";
  EXPECT_EQ(service.text("ListTables", "{}"), R"({"TableNames":[]})");
}

TEST(DynamoDeleteTable, TakesItemsAlong) {
  Service service;
  service.run("CreateTable", kKpis);
  service.run("PutItem", R"({"TableName":"CategoryKPIs","Item":{"category":{"S":"a"},"order_date":{"S":"1"}}})");
  EXPECT_EQ(service.run("DescribeTable", R"({"TableName":"CategoryKPIs"})").at("Table").at("ItemCount").as_int(), 1);
  EXPECT_EQ(service.run("DeleteTable", R"({"TableName":"CategoryKPIs"})").at("TableDescription").text("TableStatus"),
            "DELETING");
  EXPECT_EQ(service.text("DescribeTable", R"({"TableName":"CategoryKPIs"})"),
            "ResourceNotFoundException: Requested resource not found: Table: CategoryKPIs not found");
  service.run("CreateTable", kKpis);
  EXPECT_EQ(service.run("Scan", R"({"TableName":"CategoryKPIs"})").at("Count").as_int(), 0);
}

struct DynamoQuery : testing::Test {
  Service service = Service();
  void SetUp() override {
    service.run("CreateTable", kIndexed);
    for (int i = 0; i < 10; ++i) {
      service.run("PutItem", R"({"TableName":"Orders","Item":{"id":{"S":"a"},"at":{"N":")" +
                                 std::to_string(i * 10 - 20) + R"("},"sum":{"N":")" + std::to_string(100 - i) +
                                 R"("},"who":{"S":"w)" + std::to_string(i % 2) +
                                 R"("},"note":{"S":"n"},"big":{"S":"b"}}})");
    }
    service.run("PutItem", R"({"TableName":"Orders","Item":{"id":{"S":"b"},"at":{"N":"1"}}})");
  }
  // The numbers of one attribute over all pages.
  std::string numbers(std::string request, const std::string& attribute = "at", const char* operation = "Query") {
    std::string result;
    Json json = Json::parse(request);
    for (int page = 0; page < 30; ++page) {
      const Json answer = service.run(operation, json.dump());
      for (const Json& item : answer.at("Items").elements()) result += item.at(attribute).text("N") + " ";
      const Json* last = answer.find("LastEvaluatedKey");
      if (!last) return result;
      json.set("ExclusiveStartKey", *last);
    }
    return result + "never ends";
  }
  std::string query(const std::string& condition, const std::string& more = "") {
    return R"({"TableName":"Orders","KeyConditionExpression":")" + condition +
           R"(","ExpressionAttributeNames":{"#at":"at"},
      "ExpressionAttributeValues":{":a":{"S":"a"},":x":{"N":"0"},":y":{"N":"30"}})" +
           more + "}";
  }
};

TEST_F(DynamoQuery, ReadsARangeInTheOrderOfItsKeys) {
  struct Case {
    std::string condition = {}, more = {}, expected = {};
  };
  const std::string both = "id = :a AND #at BETWEEN :x AND :y";
  for (const Case& each : std::vector<Case>{{both, "", "0 10 20 30 "},
                                            {both, R"(,"ScanIndexForward":false)", "30 20 10 0 "},
                                            {both, R"(,"Limit":1)", "0 10 20 30 "},
                                            {both, R"(,"Limit":3,"ScanIndexForward":false)", "30 20 10 0 "}}) {
    EXPECT_EQ(numbers(query(each.condition, each.more)), each.expected) << each.condition << each.more;
  }
  const auto half = [&](const char* comparison) {
    return numbers(
        R"({"TableName":"Orders","KeyConditionExpression":"id = :a AND #at )" + std::string(comparison) +
        R"( :x","ExpressionAttributeNames":{"#at":"at"},"ExpressionAttributeValues":{":a":{"S":"a"},":x":{"N":"0"}}})");
  };
  EXPECT_EQ(half("<"), "-20 -10 ");
  EXPECT_EQ(half("<="), "-20 -10 0 ");
  EXPECT_EQ(half(">"), "10 20 30 40 50 60 70 ");
  EXPECT_EQ(half(">="), "0 10 20 30 40 50 60 70 ");
  EXPECT_EQ(half("="), "0 ");
}

TEST_F(DynamoQuery, IndexesFollowTheItems) {
  const std::string by_sum =
      R"({"TableName":"Orders","IndexName":"by-sum","KeyConditionExpression":"id = :a AND #s < :s",
    "ExpressionAttributeNames":{"#s":"sum"},"ExpressionAttributeValues":{":a":{"S":"a"},":s":{"N":"93"}},"Limit":1})";
  EXPECT_EQ(numbers(by_sum, "sum"), "91 92 ");
  const std::string by_who = R"({"TableName":"Orders","IndexName":"by-who","KeyConditionExpression":"who = :w",
    "ExpressionAttributeValues":{":w":{"S":"w1"}},"Limit":2})";
  EXPECT_EQ(numbers(by_who), "-10 10 30 50 70 ");
  EXPECT_EQ(service.run("Query", by_who).at("Items").at(0).contains("big"), false) << "not projected";
  EXPECT_EQ(service.run("Query", by_who).at("Items").at(0).contains("note"), true);
  service.run("UpdateItem",
              R"({"TableName":"Orders","Key":{"id":{"S":"a"},"at":{"N":"10"}},"UpdateExpression":"REMOVE who"})");
  service.run("DeleteItem", R"({"TableName":"Orders","Key":{"id":{"S":"a"},"at":{"N":"30"}}})");
  EXPECT_EQ(numbers(by_who), "-10 50 70 ");
  EXPECT_EQ(numbers(R"({"TableName":"Orders","IndexName":"by-who"})", "at", "Scan").size(),
            std::string("-20 -10 0 20 40 50 60 70 ").size());
  EXPECT_EQ(service.text("PutItem", R"({"TableName":"Orders","Item":{"id":{"S":"a"},"at":{"N":"1"},"who":{"N":"1"}}})"),
            "ValidationException: One or more parameter values were invalid: Type mismatch for Index Key who Expected: "
            "S Actual: "
            "N IndexName: by-who");
}

TEST_F(DynamoQuery, FiltersCountsAndProjects) {
  EXPECT_EQ(
      service.text("Query", R"({"TableName":"Orders","KeyConditionExpression":"id = :a","FilterExpression":"who = :w",
            "Select":"COUNT","ExpressionAttributeValues":{":a":{"S":"a"},":w":{"S":"w1"}}})"),
      R"({"Count":5,"ScannedCount":10})");
  EXPECT_EQ(
      service.text("Query",
                   R"({"TableName":"Orders","KeyConditionExpression":"id = :a","ProjectionExpression":"who","Limit":1,
            "ExpressionAttributeValues":{":a":{"S":"a"}}})"),
      R"({"Items":[{"who":{"S":"w0"}}],"Count":1,"ScannedCount":1,"LastEvaluatedKey":{"id":{"S":"a"},"at":{"N":"-20"}}})");
}

TEST_F(DynamoQuery, RefusesWithTheTextsOfAws) {
  struct Case {
    std::string request = {}, message = {};
  };
  const std::vector<Case> cases = {
      {R"({"TableName":"Orders"})",
       "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."},
      {R"({"TableName":"Orders","KeyConditionExpression":"who = :a","ExpressionAttributeValues":{":a":{"S":"a"}}})",
       "Query condition missed key schema element: id"},
      {R"({"TableName":"Orders","KeyConditionExpression":"id > :a","ExpressionAttributeValues":{":a":{"S":"a"}}})",
       "Query key condition not supported"},
      {R"({"TableName":"Orders","KeyConditionExpression":"id = :a","ExpressionAttributeValues":{":a":{"N":"1"}}})",
       "One or more parameter values were invalid: Condition parameter type does not match schema type"},
      {R"({"TableName":"Orders","IndexName":"nope","KeyConditionExpression":"id = :a","ExpressionAttributeValues":{":a":{"S":"1"}}})",
       "The table does not have the specified index: nope"},
      {R"({"TableName":"Orders","IndexName":"by-who","ConsistentRead":true,"KeyConditionExpression":"who = :a","ExpressionAttributeValues":{":a":{"S":"1"}}})",
       "Consistent reads are not supported on global secondary indexes"},
      {R"({"TableName":"Orders","KeyConditionExpression":"id = :a","FilterExpression":"id = :a","ExpressionAttributeValues":{":a":{"S":"1"}}})",
       "Filter Expression can only contain non-primary key attributes: Primary key attribute: id"},
      {R"({"TableName":"Orders","KeyConditionExpression":"id = :a","ExclusiveStartKey":{"id":{"S":"a"}},"ExpressionAttributeValues":{":a":{"S":"1"}}})",
       "The provided starting key is invalid: The provided key element does not match the schema"},
      {R"({"TableName":"Orders","KeyConditionExpression":"id = :a","ExclusiveStartKey":{"id":{"S":"b"},"at":{"N":"1"}},"ExpressionAttributeValues":{":a":{"S":"1"}}})",
       "The provided starting key is outside query boundaries based on provided conditions"},
  };
  for (const Case& each : cases) EXPECT_EQ(service.text("Query", each.request), "ValidationException: " + each.message);
}

TEST(DynamoScan, SegmentsShareTheItemsOutAndPagesEndAtAMegabyte) {
  Service service;
  service.run("CreateTable", kKpis);
  const std::string padding(100'000, 'p');
  for (int i = 0; i < 30; ++i) {
    service.run("PutItem", R"({"TableName":"CategoryKPIs","Item":{"category":{"S":"c)" + std::to_string(i) +
                               R"("},"order_date":{"S":"d"},"p":{"S":")" + padding + "\"}}}");
  }
  std::set<std::string> seen;
  int pages = 0;
  for (int segment = 0; segment < 3; ++segment) {
    Json request = {{"TableName", "CategoryKPIs"},
                    {"Segment", segment},
                    {"TotalSegments", 3},
                    {"ProjectionExpression", "category"}};
    for (;;) {
      const Json page = service.run("Scan", request.dump());
      ++pages;
      EXPECT_LE(page.at("Count").as_int(), 11) << "a megabyte is ten items and the one that passes it";
      for (const Json& item : page.at("Items").elements()) {
        EXPECT_TRUE(seen.insert(item.at("category").text("S")).second) << "twice";
      }
      const Json* last = page.find("LastEvaluatedKey");
      if (!last) break;
      request.set("ExclusiveStartKey", *last);
    }
  }
  EXPECT_EQ(seen.size(), 30u);
  EXPECT_GE(pages, 3);
}

TEST(DynamoTimeToLive, ItemsExpireOnTheWorldsTime) {
  Service service;
  service.run("CreateTable", kKpis);
  EXPECT_EQ(
      service.text("UpdateTimeToLive",
                   R"({"TableName":"CategoryKPIs","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ttl"}})"),
      R"({"TimeToLiveSpecification":{"AttributeName":"ttl","Enabled":true}})");
  EXPECT_EQ(service.text("DescribeTimeToLive", R"({"TableName":"CategoryKPIs"})"),
            R"({"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"ttl"}})");
  const auto put = [&](const std::string& category, std::int64_t ttl) {
    service.run("PutItem", R"({"TableName":"CategoryKPIs","Item":{"category":{"S":")" + category +
                               R"("},"order_date":{"S":"d"},"ttl":{"N":")" + std::to_string(ttl) + "\"}}}");
  };
  const std::int64_t now = base::to_epoch_millis(service.loop.now()) / 1000;
  put("soon", now + 90);
  put("later", now + 86400);
  put("long-ago", now - 6LL * 365 * 86400);  // AWS leaves what is more than five years old
  const auto count = [&] { return service.run("Scan", R"({"TableName":"CategoryKPIs"})").at("Count").as_int(); };
  std::vector<std::int64_t> counts;
  service.loop.spawn("clock", [&] {
    for (const int seconds : {61, 60, 60}) {
      service.loop.advance_to(service.loop.now() + std::chrono::seconds(seconds), loop::Deadline::never());
      counts.push_back(count());
    }
    service.loop.stop();
  });
  service.loop.run();
  EXPECT_EQ(counts, (std::vector<std::int64_t>{3, 2, 2}));
}

TEST(DynamoTags, AreSetListedAndRemoved) {
  Service service;
  service.run("CreateTable", kKpis);
  const std::string arn = R"("ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/CategoryKPIs")";
  EXPECT_EQ(service.text("TagResource", "{" + arn + R"(,"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]})"),
            "{}");
  service.run("UntagResource", "{" + arn + R"(,"TagKeys":["a"]})");
  EXPECT_EQ(service.text("ListTagsOfResource", "{" + arn + "}"), R"({"Tags":[{"Key":"b","Value":"2"}]})");
  EXPECT_EQ(service.text("TagResource", "{" + arn + R"(,"Tags":[]})"),
            "ValidationException: Atleast one Tag needs to be provided as Input.");
}

TEST(DynamoUpdateTable, AddsAnIndexOverTheItemsThatAreThere) {
  Service service;
  service.run("CreateTable", kKpis);
  service.run("PutItem",
              R"({"TableName":"CategoryKPIs","Item":{"category":{"S":"a"},"order_date":{"S":"1"},"x":{"S":"y"}}})");
  service.run("UpdateTable",
              R"({"TableName":"CategoryKPIs","AttributeDefinitions":[{"AttributeName":"x","AttributeType":"S"}],
    "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"by-x","Projection":{"ProjectionType":"ALL"},
    "KeySchema":[{"AttributeName":"x","KeyType":"HASH"}]}}]})");
  const char* query = R"({"TableName":"CategoryKPIs","IndexName":"by-x","KeyConditionExpression":"x = :x",
    "ExpressionAttributeValues":{":x":{"S":"y"}},"Select":"COUNT"})";
  EXPECT_EQ(service.text("Query", query), R"({"Count":1,"ScannedCount":1})");
  service.run("UpdateTable",
              R"({"TableName":"CategoryKPIs","GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"by-x"}}]})");
  EXPECT_EQ(service.text("Query", query), "ValidationException: The table does not have the specified index: by-x");
}

TEST(DynamoTables, AreThereAgainAfterARestart) {
  const std::string directory = testing::TempDir() + "dynamodb-restart";
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  std::string before;
  {
    Service service(directory);
    service.run("CreateTable", kIndexed);
    service.run("PutItem", R"({"TableName":"Orders","Item":{"id":{"S":"a"},"at":{"N":"1"},"who":{"S":"w"}}})");
    before = service.text("DescribeTable", R"({"TableName":"Orders"})");
  }
  Service service(directory);
  EXPECT_EQ(service.text("DescribeTable", R"({"TableName":"Orders"})"), before);
  EXPECT_EQ(service
                .run("Query", R"({"TableName":"Orders","IndexName":"by-who","KeyConditionExpression":"who = :w",
            "ExpressionAttributeValues":{":w":{"S":"w"}}})")
                .at("Count")
                .as_int(),
            1);
}

// E087
TEST(DynamoTables, CountReadsAndWrites) {
  Service service;
  service.run("CreateTable", kKpis);
  service.run("PutItem", R"({"TableName":"CategoryKPIs","Item":{"category":{"S":"a"},"order_date":{"S":"1"}}})");
  service.run("Scan", R"({"TableName":"CategoryKPIs"})");
  const TableCounters& counters = service.tables.counters(service.tables.get(service.caller, "CategoryKPIs"));
  EXPECT_EQ(counters.items_written, 1u);
  EXPECT_EQ(counters.items_read, 1u);
  EXPECT_EQ(counters.write_units, 1.0);
}

}  // namespace
}  // namespace dynamodb
