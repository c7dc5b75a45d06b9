#include <algorithm>
#include <set>

#include "emulator/template/readers.h"

namespace cfn {
namespace {

KeySchema read_key(Fields& in) {
  KeySchema key;
  in.require("KeySchema");
  in.objects("KeySchema", [&](Fields& part) {
    const std::string type = part.one_of("KeyType", {"HASH", "RANGE"}, "");
    const std::string attribute = part.require_text("AttributeName");
    if (type == "HASH") key.hash = attribute;
    if (type == "RANGE") key.range = attribute;
  });
  const Node* schema = in.find("KeySchema");
  if (schema && schema->is_list() && (key.hash.empty() || schema->items.size() > 2)) {
    in.problem("KeySchema needs one HASH attribute and at most one RANGE attribute");
  }
  return key;
}

std::optional<Throughput> read_throughput(Fields& in) {
  constexpr Range kUnits = {1, 40'000};
  Throughput throughput;
  const bool given = in.object("ProvisionedThroughput", [&](Fields& units) {
    throughput.read = units.integer("ReadCapacityUnits", kUnits, 1);
    throughput.write = units.integer("WriteCapacityUnits", kUnits, 1);
  });
  return given ? std::optional(throughput) : std::nullopt;
}

void read_indexes(Fields& in, std::string_view name, bool global, std::vector<Index>& indexes) {
  in.objects(name, [&](Fields& fields) {
    Index index = {.name = fields.require_text("IndexName"), .global = global, .key = read_key(fields)};
    fields.require("Projection");
    fields.object("Projection", [&](Fields& projection) {
      index.projection = projection.one_of("ProjectionType", {"ALL", "INCLUDE", "KEYS_ONLY"}, "ALL");
      index.non_key_attributes = projection.texts("NonKeyAttributes");
    });
    if (global) index.throughput = read_throughput(fields);
    indexes.push_back(std::move(index));
  });
}

// DynamoDB refuses a table whose attribute definitions are not exactly its key attributes.
void check_attributes(const Table& table, Fields& in) {
  std::set<std::string> keys = {table.key.hash, table.key.range};
  for (const Index& index : table.indexes) keys.insert({index.key.hash, index.key.range});
  keys.erase("");
  for (const std::string& key : keys) {
    if (!table.attribute_types.contains(key)) in.problem("AttributeDefinitions lacks the key attribute " + key);
  }
  for (const auto& [attribute, type] : table.attribute_types) {
    if (!keys.contains(attribute)) in.problem("AttributeDefinitions has " + attribute + ", which is in no key");
  }
}

}  // namespace

// Source: AWS::DynamoDB::Table; DynamoDB API Reference, CreateTable.
void read_table(Reading& reading) {
  Fields& in = reading.in;
  Table table = {.origin = reading.origin, .name = reading.name, .arn = reading.arn};
  in.find("TableName");
  in.require("AttributeDefinitions");
  in.objects("AttributeDefinitions", [&](Fields& attribute) {
    const std::string name = attribute.require_text("AttributeName");
    attribute.require("AttributeType");
    table.attribute_types[name] = attribute.one_of("AttributeType", {"S", "N", "B"}, "S");
  });
  table.key = read_key(in);
  read_indexes(in, "GlobalSecondaryIndexes", true, table.indexes);
  read_indexes(in, "LocalSecondaryIndexes", false, table.indexes);
  check_attributes(table, in);
  table.pay_per_request =
      in.one_of("BillingMode", {"PAY_PER_REQUEST", "PROVISIONED"}, "PROVISIONED") == "PAY_PER_REQUEST";
  table.throughput = read_throughput(in);
  if (table.pay_per_request == table.throughput.has_value()) {
    in.problem("needs either BillingMode PAY_PER_REQUEST or ProvisionedThroughput");
  }
  in.object("TimeToLiveSpecification", [&](Fields& ttl) {
    const std::string attribute = ttl.text("AttributeName");
    ttl.require("Enabled");
    if (ttl.flag("Enabled", false)) table.ttl_attribute = attribute;
  });
  in.object("SSESpecification", [&](Fields& sse) { table.sse = sse.flag("SSEEnabled", false); });
  in.object("PointInTimeRecoverySpecification", [&](Fields& recovery) {
    table.point_in_time_recovery = recovery.flag("PointInTimeRecoveryEnabled", false);
  });
  table.deletion_protection = in.flag("DeletionProtectionEnabled", false);
  table.tags = read_tags(in);
  reading.stack.tables.push_back(std::move(table));
}

}  // namespace cfn
