#include "emulator/dynamodb/item_write.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb::delete_item_operation {

constexpr Member kMembers[] = {{"ReturnConsumedCapacity", &kReturnConsumedCapacity},
                               {"TableName", &kTableName, Need::kNotNull},
                               {"Key", &kValues, Need::kNotNull},
                               {"ConditionalOperator", &kConditionalOperator},
                               {"Expected", &kExpected},
                               {"ReturnValues", &kReturnValues},
                               {"ReturnItemCollectionMetrics", &kReturnItemCollectionMetrics},
                               {"ConditionExpression", &kText},
                               {"ExpressionAttributeValues", &kValues},
                               {"ExpressionAttributeNames", &kNames},
                               {"ReturnValuesOnConditionCheckFailure", &kReturnValuesOnFailure}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request : WholeItemWrite {
  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    return {WholeItemWrite::from(ItemWrite::Kind::kDelete, in)};
  }
};

Json remove(Tables& tables, const Request& request, const Call& call) { return carry_out(tables, request, call); }

std::string resource(const Tables&, const Request& request, const Call& call) {
  return table_arn(call, request.write.table_name);
}

}  // namespace dynamodb::delete_item_operation

namespace dynamodb {
constinit const Operation<Tables> delete_item =
    protocol::operation<&delete_item_operation::remove, &delete_item_operation::resource>("dynamodb:DeleteItem");
}
