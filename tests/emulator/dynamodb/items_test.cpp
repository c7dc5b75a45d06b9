#include <gtest/gtest.h>

#include "emulator/dynamodb/service.h"

namespace dynamodb {
namespace {

struct DynamoItems : testing::Test {
  Service service = Service();
  void SetUp() override {
    service.run("CreateTable", R"({"TableName": "Lock", "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [{"AttributeName": "LockId", "AttributeType": "S"}],
      "KeySchema": [{"AttributeName": "LockId", "KeyType": "HASH"}]})");
  }
  std::string item(std::string_view id) {
    return service.text("GetItem",
                        std::string(R"({"TableName":"Lock","Key":{"LockId":{"S":")") + std::string(id) + "\"}}}");
  }
};

TEST_F(DynamoItems, GetItemReadsWhatPutItemWrote) {
  const std::string value =
      R"({"LockId":{"S":"a"},"n":{"N":"1.50"},"b":{"B":"Yg=="},"t":{"BOOL":false},"x":{"NULL":true},"ss":{"SS":["b","a"]},)"
      R"("ns":{"NS":["1","-2.5"]},"l":{"L":[{"S":""},{"M":{}}]},"m":{"M":{"k":{"BS":["AA=="]}}}})";
  EXPECT_EQ(service.text("PutItem", R"({"TableName":"Lock","Item":)" + value + "}"), "{}");
  std::string canonical = value;
  canonical.replace(canonical.find("1.50"), 4, "1.5");
  EXPECT_EQ(item("a"), R"({"Item":)" + canonical + "}");
  EXPECT_EQ(item("b"), "{}");
  EXPECT_EQ(service.text("PutItem", R"({"TableName":"Lock","Item":{"LockId":{"S":"a"}},"ReturnValues":"ALL_OLD"})"),
            R"({"Attributes":)" + canonical + "}");
}

// E032 E035 E036 E038
TEST_F(DynamoItems, UpdateItemTakesAndReleasesTheLockConditionally) {
  const auto acquire = [&](const std::string& who) {
    return service.text("UpdateItem", R"({"TableName":"Lock","Key":{"LockId":{"S":"ecommerce-pipeline-lock"}},
      "UpdateExpression":"SET currentlockcount = if_not_exists(currentlockcount, :zero) + :one, execution_metadata = :by",
      "ConditionExpression":"attribute_not_exists(currentlockcount) OR currentlockcount < :one","ReturnValues":"ALL_NEW",
      "ReturnValuesOnConditionCheckFailure":"ALL_OLD",
      "ExpressionAttributeValues":{":zero":{"N":"0"},":one":{"N":"1"},":by":{"M":{"execution_id":{"S":")" +
                                          who + R"("}}}}})");
  };
  const std::string held = R"({"LockId":{"S":"ecommerce-pipeline-lock"},"currentlockcount":{"N":"1"},)"
                           R"("execution_metadata":{"M":{"execution_id":{"S":"one"}}}})";
  EXPECT_EQ(acquire("one"), R"({"Attributes":)" + held + "}");
  EXPECT_EQ(acquire("two"), "ConditionalCheckFailedException: The conditional request failed");
  try {
    service.run("UpdateItem", R"({"TableName":"Lock","Key":{"LockId":{"S":"ecommerce-pipeline-lock"}},
      "UpdateExpression":"SET x = :two","ConditionExpression":"execution_metadata.execution_id = :two",
      "ReturnValuesOnConditionCheckFailure":"ALL_OLD","ExpressionAttributeValues":{":two":{"S":"two"}}})");
    ADD_FAILURE() << "took another's lock";
  } catch (const protocol::Fault& fault) {
    EXPECT_EQ(fault.members.at("Item").dump(), held);
  }
  EXPECT_EQ(service.text("UpdateItem", R"({"TableName":"Lock","Key":{"LockId":{"S":"ecommerce-pipeline-lock"}},
      "UpdateExpression":"SET currentlockcount = currentlockcount - :one REMOVE execution_metadata",
      "ConditionExpression":"execution_metadata.execution_id = :me","ReturnValues":"UPDATED_NEW",
      "ExpressionAttributeValues":{":one":{"N":"1"},":me":{"S":"one"}}})"),
            R"({"Attributes":{"currentlockcount":{"N":"0"}}})");
  EXPECT_EQ(acquire("two").find("ConditionalCheckFailed"), std::string::npos);
}

TEST_F(DynamoItems, UpdateItemReturnsTheValuesAskedFor) {
  service.run("PutItem", R"({"TableName":"Lock","Item":{"LockId":{"S":"a"},"m":{"M":{"x":{"N":"1"},"y":{"N":"2"}}}}})");
  const auto update = [&](const std::string& return_values) {
    return service.text("UpdateItem",
                        R"({"TableName":"Lock","Key":{"LockId":{"S":"a"}},"UpdateExpression":"ADD m.x :one",
      "ExpressionAttributeValues":{":one":{"N":"1"}},"ReturnValues":")" +
                            return_values + "\"}");
  };
  EXPECT_EQ(update("NONE"), "{}");
  EXPECT_EQ(update("UPDATED_OLD"), R"({"Attributes":{"m":{"M":{"x":{"N":"2"}}}}})");
  EXPECT_EQ(update("UPDATED_NEW"), R"({"Attributes":{"m":{"M":{"x":{"N":"4"}}}}})");
  EXPECT_EQ(update("ALL_OLD"), R"({"Attributes":{"LockId":{"S":"a"},"m":{"M":{"x":{"N":"4"},"y":{"N":"2"}}}}})");
}

TEST_F(DynamoItems, DeleteItemDeletesOnceAndReturnsTheOldItem) {
  service.run("PutItem", R"({"TableName":"Lock","Item":{"LockId":{"S":"a"},"n":{"N":"1"}}})");
  EXPECT_EQ(service.text("DeleteItem", R"({"TableName":"Lock","Key":{"LockId":{"S":"a"}},"ConditionExpression":"n > :v",
            "ExpressionAttributeValues":{":v":{"N":"1"}}})"),
            "ConditionalCheckFailedException: The conditional request failed");
  const char* remove = R"({"TableName":"Lock","Key":{"LockId":{"S":"a"}},"ReturnValues":"ALL_OLD"})";
  EXPECT_EQ(service.text("DeleteItem", remove), R"({"Attributes":{"LockId":{"S":"a"},"n":{"N":"1"}}})");
  EXPECT_EQ(service.text("DeleteItem", remove), "{}");
}

// E088
TEST_F(DynamoItems, ConsumedCapacityIsInAwsUnits) {
  const std::string text(1500, 'x');
  EXPECT_EQ(
      service.text("PutItem",
                   R"({"TableName":"Lock","ReturnConsumedCapacity":"TOTAL","Item":{"LockId":{"S":"a"},"t":{"S":")" +
                       text + "\"}}}"),
      R"({"ConsumedCapacity":{"CapacityUnits":2.0,"TableName":"Lock"}})");
  EXPECT_EQ(
      service.text("GetItem", R"({"TableName":"Lock","ReturnConsumedCapacity":"INDEXES","Key":{"LockId":{"S":"b"}}})"),
      R"({"ConsumedCapacity":{"CapacityUnits":0.5,"TableName":"Lock","Table":{"CapacityUnits":0.5}}})");
}

TEST_F(DynamoItems, RequestsAreRefusedInTheOrderAndWordsOfAws) {
  struct Case {
    std::string operation = {}, request = {}, answer = {};
  };
  const std::vector<Case> cases = {
      {"GetItem", R"({"TableName":5})", "SerializationException: NUMBER_VALUE cannot be converted to String"},
      {"GetItem", R"({"Key":[]})",
       "SerializationException: Unrecognized collection type java.util.Map<java.lang.String, "
       "com.amazonaws.dynamodb.v20120810.AttributeValue>"},
      {"PutItem", R"({"Item":{"a":"x"}})", "SerializationException: Unexpected value type in payload"},
      {"PutItem", R"({"Item":{"a":{"B":"23456"}}})",
       "SerializationException: Base64 encoded length is expected a multiple of 4 bytes but found: 5"},
      {"PutItem", "{}",
       "ValidationException: 2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: "
       "Member "
       "must not be null; Value null at 'item' failed to satisfy constraint: Member must not be null"},
      {"GetItem", R"({"TableName":"a;","Key":{}})",
       "ValidationException: 2 validation errors detected: Value 'a;' at 'tableName' failed to satisfy constraint: "
       "Member "
       "must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value 'a;' at 'tableName' failed to satisfy "
       "constraint: "
       "Member must have length greater than or equal to 3"},
      {"PutItem", R"({"TableName":"abc","Item":{"a":{}},"Expected":{"a":{}},"ConditionExpression":""})",
       "ValidationException: Can not use both expression and non-expression parameters in the same request: "
       "Non-expression "
       "parameters: {Expected} Expression parameters: {ConditionExpression}"},
      {"PutItem", R"({"TableName":"abc","Item":{"a":{"S":"a","N":"1"}}})",
       "ValidationException: Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
       "supported datatypes"},
      {"PutItem", R"({"TableName":"abc","Item":{"a":{"SS":["a","a"]}}})",
       "ValidationException: One or more parameter values were invalid: Input collection [a, a] contains duplicates."},
      {"PutItem", R"({"TableName":"abc","Item":{"a":{"BS":["Yg==","Yg=="]}}})",
       "ValidationException: One or more parameter values were invalid: Input collection [Yg==, Yg==]of type BS "
       "contains "
       "duplicates."},
      {"PutItem", R"({"TableName":"abc","Item":{"a":{"NS":["1","1.0"]}}})",
       "ValidationException: Input collection contains duplicates"},
      {"PutItem", R"({"TableName":"abc","Item":{},"ReturnValues":"ALL_NEW"})",
       "ValidationException: ReturnValues can only be ALL_OLD or NONE"},
      {"PutItem", R"({"TableName":"abc","Item":{}})", "ResourceNotFoundException: Requested resource not found"},
      {"PutItem", R"({"TableName":"Lock","Item":{}})",
       "ValidationException: One or more parameter values were invalid: Missing the key LockId in the item"},
      {"PutItem", R"({"TableName":"Lock","Item":{"LockId":{"N":"1"}}})",
       "ValidationException: One or more parameter values were invalid: Type mismatch for key LockId expected: S "
       "actual: N"},
      {"PutItem", R"({"TableName":"Lock","Item":{"LockId":{"S":""}}})",
       "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
       "contain an empty string value. Key: LockId"},
      {"GetItem", R"({"TableName":"Lock","Key":{"LockId":{"S":"a"},"b":{"S":"a"}}})",
       "ValidationException: The provided key element does not match the schema"},
      {"UpdateItem", R"({"TableName":"Lock","Key":{"LockId":{"S":"a"}},"UpdateExpression":"SET LockId = :a",
        "ExpressionAttributeValues":{":a":{"S":"b"}}})",
       "ValidationException: One or more parameter values were invalid: Cannot update attribute LockId. This attribute "
       "is "
       "part of the key"},
      {"GetItem", R"({"TableName":"Lock","Key":{"LockId":{"S":"a"}},"AttributesToGet":["a"]})",
       "ValidationException: This emulator does not support the legacy parameters {AttributesToGet}: use expressions "
       "(KeyConditionExpression, FilterExpression, ConditionExpression, UpdateExpression, ProjectionExpression)"},
      {"Teleport", "{}", "UnknownOperationException: "},
  };
  for (const Case& each : cases) EXPECT_EQ(service.text(each.operation, each.request), each.answer) << each.request;
}

TEST_F(DynamoItems, AnItemMayHaveFourHundredKilobytesAndNotOneByteMore) {
  const auto put = [&](std::size_t size) {
    const std::string value(size - 6 - 1 - 1, 'v');  // LockId, its value, the name b
    return service.text("PutItem", R"({"TableName":"Lock","Item":{"LockId":{"S":"k"},"b":{"S":")" + value + "\"}}}");
  };
  EXPECT_EQ(put(409600), "{}");
  EXPECT_EQ(put(409601), "ValidationException: Item size has exceeded the maximum allowed size");
  EXPECT_EQ(
      service.text("UpdateItem", R"({"TableName":"Lock","Key":{"LockId":{"S":"k"}},"UpdateExpression":"SET c = :c",
            "ExpressionAttributeValues":{":c":{"S":"x"}}})"),
      "ValidationException: Item size to update has exceeded the maximum allowed size");
}

TEST_F(DynamoItems, BatchesWriteAndReadManyItems) {
  EXPECT_EQ(service.text("BatchWriteItem", R"({"RequestItems":{"Lock":[{"PutRequest":{"Item":{"LockId":{"S":"a"}}}},
            {"PutRequest":{"Item":{"LockId":{"S":"b"}}}},{"DeleteRequest":{"Key":{"LockId":{"S":"c"}}}}]}})"),
            R"({"UnprocessedItems":{}})");
  EXPECT_EQ(
      service.text(
          "BatchGetItem",
          R"({"RequestItems":{"Lock":{"Keys":[{"LockId":{"S":"a"}},{"LockId":{"S":"c"}},{"LockId":{"S":"b"}}]}}})"),
      R"({"Responses":{"Lock":[{"LockId":{"S":"a"}},{"LockId":{"S":"b"}}]},"UnprocessedKeys":{}})");
  EXPECT_EQ(service.text("BatchWriteItem", R"({"RequestItems":{"Lock":[{"PutRequest":{"Item":{"LockId":{"S":"a"}}}},
            {"DeleteRequest":{"Key":{"LockId":{"S":"a"}}}}]}})"),
            "ValidationException: Provided list of item keys contains duplicates");
  EXPECT_EQ(
      service.text("BatchGetItem", R"({"RequestItems":{"Lock":{"Keys":[{"LockId":{"S":"a"}},{"LockId":{"S":"a"}}]}}})"),
      "ValidationException: Provided list of item keys contains duplicates");
}

TEST_F(DynamoItems, TransactWriteItemsDoesAllOrNothingAndSaysWhy) {
  EXPECT_EQ(service.text("TransactWriteItems", R"~({"TransactItems":[
    {"Put":{"TableName":"Lock","Item":{"LockId":{"S":"a"},"n":{"N":"1"}},"ConditionExpression":"attribute_not_exists(LockId)"}},
    {"Put":{"TableName":"Lock","Item":{"LockId":{"S":"b"}}}}]})~"),
            "{}");
  try {
    service.run("TransactWriteItems", R"({"TransactItems":[
      {"Update":{"TableName":"Lock","Key":{"LockId":{"S":"b"}},"UpdateExpression":"SET n = :one","ExpressionAttributeValues":{":one":{"N":"1"}}}},
      {"ConditionCheck":{"TableName":"Lock","Key":{"LockId":{"S":"a"}},"ConditionExpression":"n > :one",
        "ReturnValuesOnConditionCheckFailure":"ALL_OLD","ExpressionAttributeValues":{":one":{"N":"1"}}}}]})");
    ADD_FAILURE() << "went through";
  } catch (const protocol::Fault& fault) {
    EXPECT_EQ(fault.code, "TransactionCanceledException");
    EXPECT_EQ(
        fault.message,
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]");
    EXPECT_EQ(fault.members.at("CancellationReasons").dump(),
              R"([{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"The conditional request failed",)"
              R"("Item":{"LockId":{"S":"a"},"n":{"N":"1"}}}])");
  }
  EXPECT_EQ(item("b"), R"({"Item":{"LockId":{"S":"b"}}})");
  EXPECT_EQ(
      service.text("TransactGetItems", R"({"TransactItems":[{"Get":{"TableName":"Lock","Key":{"LockId":{"S":"z"}}}},
            {"Get":{"TableName":"Lock","Key":{"LockId":{"S":"a"}},"ProjectionExpression":"n"}}],"ReturnConsumedCapacity":"TOTAL"})"),
      R"({"Responses":[{},{"Item":{"n":{"N":"1"}}}],"ConsumedCapacity":[{"CapacityUnits":4.0,"ReadCapacityUnits":4.0,)"
      R"("TableName":"Lock"}]})");
  EXPECT_EQ(service.text("TransactWriteItems",
                         R"({"TransactItems":[{"Delete":{"TableName":"Lock","Key":{"LockId":{"S":"a"}}}},
            {"Put":{"TableName":"Lock","Item":{"LockId":{"S":"a"}}}}]})"),
            "ValidationException: Transaction request cannot include multiple operations on one item");
}

TEST_F(DynamoItems, AClientRequestTokenStandsForOneTransactionForTenMinutes) {
  const auto add = [&](const std::string& amount) {
    return service.text("TransactWriteItems",
                        R"({"ClientRequestToken":"t1","TransactItems":[{"Update":{"TableName":"Lock",
      "Key":{"LockId":{"S":"a"}},"UpdateExpression":"ADD n :v","ExpressionAttributeValues":{":v":{"N":")" +
                            amount + R"("}}}}]})");
  };
  EXPECT_EQ(add("1"), "{}");
  EXPECT_EQ(add("1"), "{}");
  EXPECT_EQ(item("a"), R"({"Item":{"LockId":{"S":"a"},"n":{"N":"1"}}})");
  EXPECT_EQ(
      add("2"),
      "IdempotentParameterMismatchException: The request uses the same client token as a previous, but non-identical "
      "request.");
  service.loop.spawn("clock", [&] {
    service.loop.advance_to(service.loop.now() + std::chrono::minutes(10), loop::Deadline::never());
    service.loop.stop();
  });
  service.loop.run();
  EXPECT_EQ(add("1"), "{}");
  EXPECT_EQ(item("a"), R"({"Item":{"LockId":{"S":"a"},"n":{"N":"2"}}})");
}

}  // namespace
}  // namespace dynamodb
