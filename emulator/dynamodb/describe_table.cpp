#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/shape.h"

namespace dynamodb::describe_table_operation {

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
  return {{"Table", dynamodb::describe(table, "ACTIVE", tables.totals(table))}};
}

std::string resource(const Tables&, const Request& request, const Call& call) { return table_arn(call, request.table); }

}  // namespace dynamodb::describe_table_operation

namespace dynamodb {
constinit const Operation<Tables> describe_table =
    protocol::operation<&describe_table_operation::describe, &describe_table_operation::resource>(
        "dynamodb:DescribeTable");
}
