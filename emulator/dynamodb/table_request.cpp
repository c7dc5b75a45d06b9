#include "emulator/dynamodb/table_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb {
namespace table_request_detail {

using Kind = Shape::Kind;

constexpr Shape kAttributeType = {.kind = Kind::kString, .choices = "[B, N, S]"};
constexpr Shape kKeyType = {.kind = Kind::kString, .choices = "[HASH, RANGE]"};
constexpr Shape kProjectionType = {.kind = Kind::kString, .choices = "[ALL, INCLUDE, KEYS_ONLY]"};
constexpr Shape kUnits = {.kind = Kind::kLong, .min = 1};
constexpr Shape kNonKeyAttributes = {.kind = Kind::kList, .element = &kText, .min = 1};

constexpr Member kDefinitionMembers[] = {{"AttributeName", &kText, Need::kNotNull},
                                         {"AttributeType", &kAttributeType, Need::kNotNull}};
constexpr Shape kDefinition = {
    .kind = Kind::kStructure, .java_name = "AttributeDefinition", .members = kDefinitionMembers};
constexpr Member kKeyMembers[] = {{"AttributeName", &kText, Need::kNotNull}, {"KeyType", &kKeyType, Need::kNotNull}};
constexpr Shape kKeyElement = {.kind = Kind::kStructure, .java_name = "KeySchemaElement", .members = kKeyMembers};
constexpr Member kThroughputMembers[] = {{"WriteCapacityUnits", &kUnits, Need::kNotNull},
                                         {"ReadCapacityUnits", &kUnits, Need::kNotNull}};
constexpr Member kProjectionMembers[] = {{"ProjectionType", &kProjectionType},
                                         {"NonKeyAttributes", &kNonKeyAttributes}};
constexpr Member kLocalMembers[] = {{"IndexName", &kIndexName, Need::kNotNull},
                                    {"KeySchema", &kKeySchema, Need::kNotNull},
                                    {"Projection", &kProjection, Need::kNotNull}};
constexpr Shape kLocal = {.kind = Kind::kStructure, .java_name = "LocalSecondaryIndex", .members = kLocalMembers};
constexpr Member kGlobalMembers[] = {{"IndexName", &kIndexName, Need::kNotNull},
                                     {"KeySchema", &kKeySchema, Need::kNotNull},
                                     {"Projection", &kProjection, Need::kNotNull},
                                     {"ProvisionedThroughput", &kProvisionedThroughput}};
constexpr Shape kGlobal = {.kind = Kind::kStructure, .java_name = "GlobalSecondaryIndex", .members = kGlobalMembers};
constexpr Member kTagMembers[] = {{"Key", &kText, Need::kNotNull}, {"Value", &kText, Need::kNotNull}};
constexpr Shape kTag = {.kind = Kind::kStructure, .java_name = "Tag", .members = kTagMembers};

std::vector<std::string> names_of(const Json& schema) {
  std::vector<std::string> names;
  for (const Json& element : schema.elements()) names.push_back(element.text("AttributeName"));
  return names;
}

}  // namespace table_request_detail

using namespace table_request_detail;

constinit const Shape kAttributeDefinitions = {.kind = Shape::Kind::kList, .element = &kDefinition};
constinit const Shape kKeySchema = {.kind = Shape::Kind::kList, .element = &kKeyElement, .min = 1, .max = 2};
constinit const Shape kProvisionedThroughput = {
    .kind = Shape::Kind::kStructure, .java_name = "ProvisionedThroughput", .members = kThroughputMembers};
constinit const Shape kProjection = {
    .kind = Shape::Kind::kStructure, .java_name = "Projection", .members = kProjectionMembers};
constinit const Shape kLocalIndexes = {.kind = Shape::Kind::kList, .element = &kLocal};
constinit const Shape kGlobalIndexes = {.kind = Shape::Kind::kList, .element = &kGlobal};
constinit const Shape kBillingMode = {.kind = Shape::Kind::kString, .choices = "[PROVISIONED, PAY_PER_REQUEST]"};
constinit const Shape kTags = {.kind = Shape::Kind::kList, .element = &kTag};

std::vector<KeyAttribute> parse_definitions(const Json& request) {
  std::vector<KeyAttribute> result;
  for (const Json& element : request.at("AttributeDefinitions").elements()) {
    const std::string type = element.text("AttributeType");
    result.push_back({.name = element.text("AttributeName"),
                      .type = type == "N"   ? Type::kNumber
                              : type == "B" ? Type::kBinary
                                            : Type::kString});
  }
  return result;
}

KeySchema parse_key_schema(const Json& schema, const std::vector<KeyAttribute>& attributes) {
  const auto attribute = [&](std::size_t i) {
    return *std::ranges::find(attributes, schema.at(i).text("AttributeName"), &KeyAttribute::name);
  };
  KeySchema keys = {.hash = attribute(0)};
  if (schema.size() > 1) keys.range = attribute(1);
  return keys;
}

Throughput parse_throughput(const Json& request) {
  const Json* found = request.find("ProvisionedThroughput");
  if (!found || found->is_null()) return {};
  const auto units = [&](std::string_view name) { return static_cast<std::int64_t>(found->at(name).as_double()); };
  return {.read = units("ReadCapacityUnits"), .write = units("WriteCapacityUnits")};
}

Index parse_index(const Json& index, bool is_global, const std::vector<KeyAttribute>& attributes) {
  Index result = {.name = index.text("IndexName"),
                  .is_global = is_global,
                  .keys = parse_key_schema(index.at("KeySchema"), attributes),
                  .throughput = parse_throughput(index)};
  const Json& projection = index.at("Projection");
  const std::string type = projection.text("ProjectionType");
  result.projection = type == "KEYS_ONLY" ? Index::Projection::kKeysOnly
                      : type == "INCLUDE" ? Index::Projection::kInclude
                                          : Index::Projection::kAll;
  if (const Json* names = projection.find("NonKeyAttributes")) {
    for (const Json& name : names->elements()) result.included.push_back(name.as_string());
  }
  return result;
}

void check_key_schema(const Json& schema, const std::vector<KeyAttribute>& attributes) {
  const auto names = names_of(schema);
  std::vector<std::string> defined;
  for (const KeyAttribute& attribute : attributes) defined.push_back(attribute.name);
  for (const std::string& name : names) {
    if (std::ranges::find(defined, name) != defined.end()) continue;
    throw invalid_parameter(
        fmt::format("Some index key attributes are not defined in AttributeDefinitions. Keys: [{}], "
                    "AttributeDefinitions: [{}]",
                    base::join(names, ", "), base::join(defined, ", ")));
  }
  if (names.size() > 1 && names[0] == names[1]) {
    throw validation("Both the Hash Key and the Range Key element in the KeySchema have the same name");
  }
  if (schema.at(0).text("KeyType") != "HASH") {
    throw validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  }
  if (names.size() > 1 && schema.at(1).text("KeyType") != "RANGE") {
    throw validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  }
}

void check_projection(const Json& index) {
  const Json& projection = index.at("Projection");
  const std::string type = projection.text("ProjectionType");
  if (type.empty()) throw invalid_parameter("Unknown ProjectionType: null");
  if (type != "INCLUDE" && projection.contains("NonKeyAttributes")) {
    throw invalid_parameter(fmt::format("ProjectionType is {}, but NonKeyAttributes is specified", type));
  }
}

void check_throughput_bounds(const Throughput& throughput) {
  constexpr std::int64_t kMax = 1'000'000'000'000;
  if (throughput.read > kMax) {
    throw validation(fmt::format("Given value {} for ReadCapacityUnits is out of bounds", throughput.read));
  }
  if (throughput.write > kMax) {
    throw validation(fmt::format("Given value {} for WriteCapacityUnits is out of bounds", throughput.write));
  }
}

TableNameRequest TableNameRequest::from(const protocol::Fields& in) {
  static constexpr Member kMembers[] = {{"TableName", &kPlainTableName, Need::kPresent}};
  static constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};
  check_shape(in.json(), kShape);
  return {.table = in.string("TableName")};
}

}  // namespace dynamodb
