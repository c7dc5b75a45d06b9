#include "emulator/dynamodb/capacity.h"
#include "emulator/dynamodb/item_read.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb::get_item_operation {

constexpr Member kMembers[] = {{"ReturnConsumedCapacity", &kReturnConsumedCapacity},
                               {"AttributesToGet", &kAttributesToGet},
                               {"TableName", &kTableName, Need::kNotNull},
                               {"Key", &kValues, Need::kNotNull},
                               {"ConsistentRead", &kTruth},
                               {"ProjectionExpression", &kText},
                               {"ExpressionAttributeNames", &kNames}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  ItemRead read = {};
  bool consistent = false;
  Consumption consumption = Consumption::kNone;

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    return {.read = ItemRead::from(in.string("TableName"), in.json()),
            .consistent = boolean_or(in, "ConsistentRead", false),
            .consumption = consumption_of(in)};
  }
};

Json get(Tables& tables, const Request& request, const Call& call) {
  const Table& table = tables.get(call, request.read.table_name);
  check_key(table.keys, request.read.key);
  check_projection(table, request.read.projection);
  const auto item = tables.read(table, request.read.key);
  const double units = read_units(item ? size_of(*item) : 0, request.consistent);
  tables.count_read(table, units);
  Json result = Json::object();
  if (item) result.set("Item", to_json(project(*item, request.read.projection)));
  if (request.consumption != Consumption::kNone) {
    result.set("ConsumedCapacity", to_json(table, Consumed{.table = units}, request.consumption));
  }
  return result;
}

std::string resource(const Tables&, const Request& request, const Call& call) {
  return table_arn(call, request.read.table_name);
}

}  // namespace dynamodb::get_item_operation

namespace dynamodb {
constinit const Operation<Tables> get_item =
    protocol::operation<&get_item_operation::get, &get_item_operation::resource>("dynamodb:GetItem");
}
