#include <fmt/format.h>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb::delete_table_operation {

// Answers DELETING as AWS does; the table is gone by the time the answer is read.
Json remove(Tables& tables, const TableNameRequest& request, const Call& call) {
  const Table& table = tables.get_named(call, request.table);
  if (table.deletion_protected) {
    throw validation(
        fmt::format("Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
                    "protection first."));
  }
  Json description = describe(table, "DELETING", tables.totals(table));
  for (const char* gone :
       {"AttributeDefinitions", "KeySchema", "CreationDateTime", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"}) {
    description.erase(gone);
  }
  tables.remove(table);
  return {{"TableDescription", std::move(description)}};
}

}  // namespace dynamodb::delete_table_operation

namespace dynamodb {
constinit const Operation<Tables> delete_table =
    protocol::operation<&delete_table_operation::remove, &named_table_resource>("dynamodb:DeleteTable");
}
