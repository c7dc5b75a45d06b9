#include "emulator/dynamodb/operations.h"

namespace dynamodb::describe_table_operation {

Json describe(Tables& tables, const TableNameRequest& request, const Call& call) {
  const Table& table = tables.get_named(call, request.table);
  return {{"Table", dynamodb::describe(table, "ACTIVE", tables.totals(table))}};
}

}  // namespace dynamodb::describe_table_operation

namespace dynamodb {
constinit const Operation<Tables> describe_table =
    protocol::operation<&describe_table_operation::describe, &named_table_resource>("dynamodb:DescribeTable");
}
