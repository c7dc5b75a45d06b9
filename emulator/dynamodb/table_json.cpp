// A table's description as JSON: for DescribeTable, and for the store.

#include <fmt/format.h>

#include "emulator/dynamodb/table.h"

namespace dynamodb {
namespace table_json {

constexpr std::string_view kProjections[] = {"ALL", "KEYS_ONLY", "INCLUDE"};

Type scalar_type(std::string_view name) {
  return name == "N" ? Type::kNumber : name == "B" ? Type::kBinary : Type::kString;
}

Json definitions(const std::vector<KeyAttribute>& attributes) {
  Json list = Json::array();
  for (const KeyAttribute& attribute : attributes) {
    list.push_back({{"AttributeName", attribute.name}, {"AttributeType", std::string(name_of(attribute.type))}});
  }
  return list;
}

Json schema(const KeySchema& keys) {
  Json list = Json::array({{{"AttributeName", keys.hash.name}, {"KeyType", "HASH"}}});
  if (keys.range) list.push_back({{"AttributeName", keys.range->name}, {"KeyType", "RANGE"}});
  return list;
}

Json throughput(const Throughput& units) {
  return {{"NumberOfDecreasesToday", 0}, {"ReadCapacityUnits", units.read}, {"WriteCapacityUnits", units.write}};
}

Json describe_index(const Table& table, const Index& index, std::string_view status) {
  Json projection = {{"ProjectionType", std::string(kProjections[static_cast<int>(index.projection)])}};
  if (!index.included.empty()) {
    Json included = Json::array();
    for (const std::string& name : index.included) included.push_back(name);
    projection.set("NonKeyAttributes", std::move(included));
  }
  Json result = {{"IndexName", index.name}, {"KeySchema", schema(index.keys)}, {"Projection", std::move(projection)}};
  if (index.is_global) {
    result.set("IndexStatus", std::string(status == "CREATING" ? "CREATING" : "ACTIVE"));
    result.set("ProvisionedThroughput", throughput(index.throughput));
  }
  // Like AWS's own figures these are not exact: index sizes are not counted here.
  result.set("IndexSizeBytes", 0);
  result.set("ItemCount", 0);
  result.set("IndexArn", fmt::format("{}/index/{}", table.arn(), index.name));
  return result;
}

KeySchema read_schema(const Json& record, const std::vector<KeyAttribute>& attributes) {
  const auto attribute = [&](const Json& element) -> KeyAttribute {
    for (const KeyAttribute& each : attributes) {
      if (each.name == element.text("AttributeName")) return each;
    }
    return {.name = element.text("AttributeName")};
  };
  KeySchema keys = {.hash = attribute(record.at(0))};
  if (record.size() > 1) keys.range = attribute(record.at(1));
  return keys;
}

Throughput read_throughput(const Json& record) {
  return {.read = record.at("ReadCapacityUnits").as_int(), .write = record.at("WriteCapacityUnits").as_int()};
}

}  // namespace table_json

using namespace table_json;

Json describe(const Table& table, std::string_view status, const TableTotals& totals) {
  Json result = {{"AttributeDefinitions", definitions(table.attributes)},
                 {"TableName", table.name},
                 {"KeySchema", schema(table.keys)},
                 {"TableStatus", std::string(status)},
                 {"CreationDateTime", base::to_epoch_seconds(table.created)},
                 {"ProvisionedThroughput", throughput(table.throughput)},
                 {"TableSizeBytes", totals.bytes},
                 {"ItemCount", totals.items},
                 {"TableArn", table.arn()},
                 {"TableId", table.id}};
  if (table.pay_per_request) {
    Json billing = {{"BillingMode", "PAY_PER_REQUEST"}};
    Json mode = {{"TableThroughputMode", "PAY_PER_REQUEST"}};
    if (status != "CREATING" && table.became_pay_per_request) {
      const double since = base::to_epoch_seconds(*table.became_pay_per_request);
      billing.set("LastUpdateToPayPerRequestDateTime", since);
      mode.set("LastUpdateToPayPerRequestDateTime", since);
    }
    result.set("BillingModeSummary", std::move(billing));
    result.set("TableThroughputModeSummary", std::move(mode));
  }
  for (const bool global : {false, true}) {
    Json list = Json::array();
    for (const Index& index : table.indexes) {
      if (index.is_global == global) list.push_back(describe_index(table, index, status));
    }
    if (!list.empty()) result.set(global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes", std::move(list));
  }
  if (!table.table_class.empty()) result.set("TableClassSummary", {{"TableClass", table.table_class}});
  if (!table.encryption_key.empty()) {
    result.set("SSEDescription",
               {{"Status", "ENABLED"}, {"SSEType", "KMS"}, {"KMSMasterKeyArn", table.encryption_key}});
  }
  if (table.deletion_protected) result.set("DeletionProtectionEnabled", true);
  return result;
}

Json to_record(const Table& table) {
  Json indexes = Json::array();
  for (const Index& index : table.indexes) {
    Json included = Json::array();
    for (const std::string& name : index.included) included.push_back(name);
    indexes.push_back({{"name", index.name},
                       {"global", index.is_global},
                       {"number", index.number},
                       {"keys", schema(index.keys)},
                       {"projection", static_cast<int>(index.projection)},
                       {"included", std::move(included)},
                       {"throughput", throughput(index.throughput)}});
  }
  Json tags = Json::object();
  for (const auto& [key, value] : table.tags) tags.set(key, value);
  Json record = {{"account", table.account},
                 {"region", table.region},
                 {"name", table.name},
                 {"number", table.number},
                 {"id", table.id},
                 {"created", base::to_epoch_millis(table.created)},
                 {"attributes", definitions(table.attributes)},
                 {"keys", schema(table.keys)},
                 {"indexes", std::move(indexes)},
                 {"payPerRequest", table.pay_per_request},
                 {"throughput", throughput(table.throughput)},
                 {"tableClass", table.table_class},
                 {"encryptionKey", table.encryption_key},
                 {"deletionProtected", table.deletion_protected},
                 {"ttlAttribute", table.ttl_attribute},
                 {"tags", std::move(tags)}};
  if (table.became_pay_per_request) {
    record.set("becamePayPerRequest", base::to_epoch_millis(*table.became_pay_per_request));
  }
  return record;
}

Table table_from_record(const Json& record) {
  Table table = {.account = record.text("account"),
                 .region = record.text("region"),
                 .name = record.text("name"),
                 .number = record.at("number").as_unsigned(),
                 .id = record.text("id"),
                 .created = base::from_epoch_millis(record.at("created").as_int())};
  for (const Json& attribute : record.at("attributes").elements()) {
    table.attributes.push_back(
        {.name = attribute.text("AttributeName"), .type = scalar_type(attribute.text("AttributeType"))});
  }
  table.keys = read_schema(record.at("keys"), table.attributes);
  for (const Json& each : record.at("indexes").elements()) {
    Index index = {.name = each.text("name"),
                   .is_global = each.at("global").as_bool(),
                   .number = static_cast<int>(each.at("number").as_int()),
                   .keys = read_schema(each.at("keys"), table.attributes),
                   .projection = static_cast<Index::Projection>(each.at("projection").as_int()),
                   .throughput = read_throughput(each.at("throughput"))};
    for (const Json& name : each.at("included").elements()) index.included.push_back(name.as_string());
    table.indexes.push_back(std::move(index));
  }
  table.pay_per_request = record.at("payPerRequest").as_bool();
  if (const Json* since = record.find("becamePayPerRequest")) {
    table.became_pay_per_request = base::from_epoch_millis(since->as_int());
  }
  table.throughput = read_throughput(record.at("throughput"));
  table.table_class = record.text("tableClass");
  table.encryption_key = record.text("encryptionKey");
  table.deletion_protected = record.at("deletionProtected").as_bool();
  table.ttl_attribute = record.text("ttlAttribute");
  for (const auto& [key, value] : record.at("tags").members()) table.tags.emplace_back(key, value.as_string());
  return table;
}

}  // namespace dynamodb
