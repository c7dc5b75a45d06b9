#include "emulator/dynamodb/capacity.h"
#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/item_write.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb::put_item_operation {

constexpr Member kMembers[] = {{"ReturnConsumedCapacity", &kReturnConsumedCapacity},
                               {"TableName", &kTableName, Need::kNotNull},
                               {"Item", &kValues, Need::kNotNull},
                               {"ConditionalOperator", &kConditionalOperator},
                               {"Expected", &kExpected},
                               {"ReturnValues", &kReturnValues},
                               {"ReturnItemCollectionMetrics", &kReturnItemCollectionMetrics},
                               {"ConditionExpression", &kText},
                               {"ExpressionAttributeValues", &kValues},
                               {"ExpressionAttributeNames", &kNames},
                               {"ReturnValuesOnConditionCheckFailure", &kReturnValuesOnFailure}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  ItemWrite write = {};
  bool return_old = false;
  Consumption consumption = Consumption::kNone;

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    const std::string return_values = in.string_or("ReturnValues", "NONE");
    return {.write = ItemWrite::from(ItemWrite::Kind::kPut, in.json(),
                                     [&] {
                                       if (return_values == "NONE" || return_values == "ALL_OLD") return;
                                       throw validation("ReturnValues can only be ALL_OLD or NONE");
                                     }),
            .return_old = return_values == "ALL_OLD",
            .consumption = consumption_of(in)};
  }
};

Json put(Tables& tables, const Request& request, const Call& call) {
  const ItemChange change = request.write.plan(tables, call);
  tables.commit({change});
  const double units = written_units(change);
  tables.count_written(*change.table, units);
  Json result = Json::object();
  if (request.return_old && change.before) result.set("Attributes", to_json(*change.before));
  if (request.consumption != Consumption::kNone) {
    result.set("ConsumedCapacity", to_json(*change.table, Consumed{.table = units}, request.consumption));
  }
  return result;
}

std::string resource(const Tables&, const Request& request, const Call& call) {
  return table_arn(call, request.write.table_name);
}

}  // namespace dynamodb::put_item_operation

namespace dynamodb {
constinit const Operation<Tables> put_item =
    protocol::operation<&put_item_operation::put, &put_item_operation::resource>("dynamodb:PutItem");
}
