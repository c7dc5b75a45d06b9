#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/shape.h"

namespace dynamodb::update_time_to_live_operation {

constexpr Shape kAttribute = {.kind = Shape::Kind::kString, .min = 1, .max = 255};
constexpr Member kSpecificationMembers[] = {{"Enabled", &kTruth, Need::kNotNull},
                                            {"AttributeName", &kAttribute, Need::kNotNull}};
constexpr Shape kSpecification = {
    .kind = Shape::Kind::kStructure, .java_name = "TimeToLiveSpecification", .members = kSpecificationMembers};
constexpr Member kMembers[] = {{"TableName", &kPlainTableName, Need::kPresent},
                               {"TimeToLiveSpecification", &kSpecification, Need::kNotNull}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  std::string table = {};
  std::string attribute = {};
  bool enabled = false;
  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    const Fields specification = in.fields("TimeToLiveSpecification");
    return {.table = in.string("TableName"),
            .attribute = specification.string("AttributeName"),
            .enabled = boolean_or(specification, "Enabled", false)};
  }
};

Json update(Tables& tables, const Request& request, const Call& call) {
  const Table& table = tables.get_named(call, request.table);
  const bool was_enabled = !table.ttl_attribute.empty();
  if (request.enabled == was_enabled) {
    throw validation(request.enabled ? "TimeToLive is already enabled" : "TimeToLive is already disabled");
  }
  tables.change(table, [&](Table& changed) { changed.ttl_attribute = request.enabled ? request.attribute : ""; });
  return {{"TimeToLiveSpecification", {{"AttributeName", request.attribute}, {"Enabled", request.enabled}}}};
}

std::string resource(const Tables&, const Request& request, const Call& call) { return table_arn(call, request.table); }

}  // namespace dynamodb::update_time_to_live_operation

namespace dynamodb {
constinit const Operation<Tables> update_time_to_live =
    protocol::operation<&update_time_to_live_operation::update, &update_time_to_live_operation::resource>(
        "dynamodb:UpdateTimeToLive");
}
