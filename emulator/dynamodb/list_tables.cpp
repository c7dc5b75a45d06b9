#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/shape.h"

namespace dynamodb::list_tables_operation {

constexpr Shape kLimit = {.kind = Shape::Kind::kInteger, .min = 1, .max = 100};
constexpr Member kMembers[] = {{"Limit", &kLimit}, {"ExclusiveStartTableName", &kTableName}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  std::string after = {};
  std::size_t limit = 100;
  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    return {.after = in.string_or("ExclusiveStartTableName", ""),
            .limit = static_cast<std::size_t>(in.integer_or("Limit", 100))};
  }
};

Json list(Tables& tables, const Request& request, const Call& call) {
  Json names = Json::array();
  std::string last;
  bool more = false;
  for (const Table* table : tables.all(call)) {
    if (table->name <= request.after) continue;
    more = names.size() == request.limit;
    if (more) break;
    names.push_back(table->name);
    last = table->name;
  }
  Json result = {{"TableNames", std::move(names)}};
  if (more) result.set("LastEvaluatedTableName", last);
  return result;
}

std::string resource(const Tables&, const Request&, const Call&) { return "*"; }

}  // namespace dynamodb::list_tables_operation

namespace dynamodb {
constinit const Operation<Tables> list_tables =
    protocol::operation<&list_tables_operation::list, &list_tables_operation::resource>("dynamodb:ListTables");
}
