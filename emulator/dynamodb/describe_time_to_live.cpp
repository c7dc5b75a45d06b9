#include "emulator/dynamodb/operations.h"

namespace dynamodb::describe_time_to_live_operation {

Json describe(Tables& tables, const TableNameRequest& request, const Call& call) {
  const Table& table = tables.get_named(call, request.table);
  Json description = {{"TimeToLiveStatus", table.ttl_attribute.empty() ? "DISABLED" : "ENABLED"}};
  if (!table.ttl_attribute.empty()) description.set("AttributeName", table.ttl_attribute);
  return {{"TimeToLiveDescription", std::move(description)}};
}

}  // namespace dynamodb::describe_time_to_live_operation

namespace dynamodb {
constinit const Operation<Tables> describe_time_to_live =
    protocol::operation<&describe_time_to_live_operation::describe, &named_table_resource>(
        "dynamodb:DescribeTimeToLive");
}
