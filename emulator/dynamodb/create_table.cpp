#include <fmt/format.h>

#include <set>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/table_request.h"

namespace dynamodb::create_table_operation {

constexpr std::size_t kMaxLocalIndexes = 5;
constexpr std::size_t kMaxGlobalIndexes = 20;

constexpr Member kEncryptionMembers[] = {{"Enabled", &kTruth}, {"SSEType", &kText}, {"KMSMasterKeyId", &kText}};
constexpr Shape kEncryption = {
    .kind = Shape::Kind::kStructure, .java_name = "SSESpecification", .members = kEncryptionMembers};
constexpr Member kStreamMembers[] = {{"StreamEnabled", &kTruth, Need::kNotNull}, {"StreamViewType", &kText}};
constexpr Shape kStream = {
    .kind = Shape::Kind::kStructure, .java_name = "StreamSpecification", .members = kStreamMembers};
constexpr Shape kTableClass = {.kind = Shape::Kind::kString, .choices = "[STANDARD, STANDARD_INFREQUENT_ACCESS]"};
constexpr Member kMembers[] = {{"AttributeDefinitions", &kAttributeDefinitions, Need::kNotNull},
                               {"TableName", &kPlainTableName, Need::kPresent},
                               {"BillingMode", &kBillingMode},
                               {"ProvisionedThroughput", &kProvisionedThroughput},
                               {"KeySchema", &kKeySchema, Need::kNotNull},
                               {"LocalSecondaryIndexes", &kLocalIndexes},
                               {"GlobalSecondaryIndexes", &kGlobalIndexes},
                               {"SSESpecification", &kEncryption},
                               {"StreamSpecification", &kStream},
                               {"TableClass", &kTableClass},
                               {"DeletionProtectionEnabled", &kTruth},
                               {"Tags", &kTags}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

void check_billing(const Fields& in) {
  const bool on_demand = in.string_or("BillingMode", "PROVISIONED") == "PAY_PER_REQUEST";
  if (on_demand && in.has("ProvisionedThroughput")) {
    throw invalid_parameter(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
  }
  if (!on_demand && !in.has("ProvisionedThroughput")) {
    throw invalid_parameter(
        "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
  }
  check_throughput_bounds(parse_throughput(in.json()));
}

void check_local(const Json& indexes, const Json& table_schema, const std::vector<KeyAttribute>& attributes,
                 std::set<std::string>& names) {
  if (indexes.empty()) throw invalid_parameter("List of LocalSecondaryIndexes is empty");
  if (table_schema.size() != 2) {
    throw invalid_parameter(
        "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");
  }
  const std::string table_hash = table_schema.at(0).text("AttributeName");
  for (const Json& index : indexes.elements()) {
    const Json& schema = index.at("KeySchema");
    const std::string name = index.text("IndexName");
    check_key_schema(schema, attributes);
    if (schema.size() != 2) {
      throw invalid_parameter("Index KeySchema does not have a range key for index: " + name);
    }
    if (const std::string hash = schema.at(0).text("AttributeName"); hash != table_hash) {
      throw invalid_parameter(
          fmt::format("Index KeySchema does not have the same leading hash key as table KeySchema for index: {}. index "
                      "hash key: {}, table hash key: {}",
                      name, hash, table_hash));
    }
    check_projection(index);
    if (!names.insert(name).second) throw invalid_parameter("Duplicate index name: " + name);
  }
  if (indexes.size() > kMaxLocalIndexes) {
    throw invalid_parameter("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
  }
}

void check_global(const Fields& in, const Json& indexes, const std::vector<KeyAttribute>& attributes,
                  std::set<std::string>& names) {
  if (indexes.empty()) throw invalid_parameter("List of GlobalSecondaryIndexes is empty");
  const bool on_demand = in.string_or("BillingMode", "PROVISIONED") == "PAY_PER_REQUEST";
  for (const Json& index : indexes.elements()) {
    const std::string name = index.text("IndexName");
    check_key_schema(index.at("KeySchema"), attributes);
    check_projection(index);
    if (on_demand && index.contains("ProvisionedThroughput")) {
      throw invalid_parameter(fmt::format(
          "ProvisionedThroughput should not be specified for index: {} when BillingMode is PAY_PER_REQUEST", name));
    }
    if (!on_demand && !index.contains("ProvisionedThroughput")) {
      throw invalid_parameter("ProvisionedThroughput must be specified for index: " + name);
    }
    if (!names.insert(name).second) throw invalid_parameter("Duplicate index name: " + name);
  }
  if (indexes.size() > kMaxGlobalIndexes) {
    throw invalid_parameter("GlobalSecondaryIndex count exceeds the per-table limit of 20");
  }
}

void check(const Fields& in, const std::vector<KeyAttribute>& attributes) {
  check_billing(in);
  const Json& schema = in.get("KeySchema");
  if (schema.size() > attributes.size()) {
    throw validation("Invalid KeySchema: Some index key attribute have no definition");
  }
  check_key_schema(schema, attributes);
  const Json* local = in.find("LocalSecondaryIndexes");
  const Json* global = in.find("GlobalSecondaryIndexes");
  if (!local && !global && schema.size() != attributes.size()) {
    throw invalid_parameter(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in "
        "AttributeDefinitions");
  }
  std::set<std::string> names;
  if (local) check_local(*local, schema, attributes, names);
  if (global) check_global(in, *global, attributes, names);
  if (const auto stream = in.find_fields("StreamSpecification");
      stream && boolean_or(*stream, "StreamEnabled", false)) {
    throw not_supported("DynamoDB Streams (StreamSpecification)");
  }
}

struct Request {
  Table table = {};

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    for (const std::string& name :
         in.unknown({"AttributeDefinitions", "TableName", "BillingMode", "ProvisionedThroughput", "KeySchema",
                     "LocalSecondaryIndexes", "GlobalSecondaryIndexes", "SSESpecification", "StreamSpecification",
                     "TableClass", "DeletionProtectionEnabled", "Tags"})) {
      throw not_supported("CreateTable's parameter " + name);
    }
    Table table = {.name = in.string("TableName"), .attributes = parse_definitions(in.json())};
    check(in, table.attributes);
    table.keys = parse_key_schema(in.get("KeySchema"), table.attributes);
    for (const bool global : {false, true}) {
      const Json* list = in.find(global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes");
      for (const Json& index : list ? list->elements() : std::span<const Json>()) {
        table.indexes.push_back(parse_index(index, global, table.attributes));
        table.indexes.back().number = static_cast<int>(table.indexes.size());
      }
    }
    table.pay_per_request = in.string_or("BillingMode", "PROVISIONED") == "PAY_PER_REQUEST";
    table.throughput = parse_throughput(in.json());
    table.table_class = in.string_or("TableClass", "");
    table.deletion_protected = boolean_or(in, "DeletionProtectionEnabled", false);
    if (const auto encryption = in.find_fields("SSESpecification");
        encryption && boolean_or(*encryption, "Enabled", false)) {
      table.encryption_key = encryption->string_or("KMSMasterKeyId", "alias/aws/dynamodb");
    }
    in.each("Tags", [&](const Fields& tag) { table.tags.emplace_back(tag.string("Key"), tag.string("Value")); });
    return {.table = std::move(table)};
  }
};

// Answers CREATING as AWS does; the table is ACTIVE by the time the answer is read.
Json create(Tables& tables, const Request& request, const Call& call) {
  Table table = request.table;
  table.created = call.now;
  if (table.pay_per_request) table.became_pay_per_request = call.now;
  const Table& created = tables.create(call, std::move(table));
  return {{"TableDescription", describe(created, "CREATING", {})}};
}

std::string resource(const Tables&, const Request& request, const Call& call) {
  return table_arn(call, request.table.name);
}

}  // namespace dynamodb::create_table_operation

namespace dynamodb {
constinit const Operation<Tables> create_table =
    protocol::operation<&create_table_operation::create, &create_table_operation::resource>("dynamodb:CreateTable");
}
