#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/shape.h"

namespace dynamodb::describe_time_to_live_operation {

constexpr Member kMembers[] = {{"TableName", &kPlainTableName, Need::kPresent}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  std::string table = {};
  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    return {.table = in.string("TableName")};
  }
};

Json describe(Tables& tables, const Request& request, const Call& call) {
  const Table& table = tables.get_named(call, request.table);
  Json description = {{"TimeToLiveStatus", table.ttl_attribute.empty() ? "DISABLED" : "ENABLED"}};
  if (!table.ttl_attribute.empty()) description.set("AttributeName", table.ttl_attribute);
  return {{"TimeToLiveDescription", std::move(description)}};
}

std::string resource(const Tables&, const Request& request, const Call& call) { return table_arn(call, request.table); }

}  // namespace dynamodb::describe_time_to_live_operation

namespace dynamodb {
constinit const Operation<Tables> describe_time_to_live =
    protocol::operation<&describe_time_to_live_operation::describe, &describe_time_to_live_operation::resource>(
        "dynamodb:DescribeTimeToLive");
}
