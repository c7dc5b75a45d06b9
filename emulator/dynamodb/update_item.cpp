#include "emulator/dynamodb/expression_projection.h"
#include "emulator/dynamodb/item_write.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb::update_item_operation {

constexpr Member kUpdateMembers[] = {{"Action", &kText}, {"Value", &kAnyValue}};
constexpr Shape kAttributeUpdate = {
    .kind = Shape::Kind::kStructure, .java_name = "AttributeValueUpdate", .members = kUpdateMembers};
constexpr Shape kAttributeUpdates = {
    .kind = Shape::Kind::kMap, .java_name = "AttributeValueUpdate", .element = &kAttributeUpdate};
constexpr Member kMembers[] = {{"ReturnConsumedCapacity", &kReturnConsumedCapacity},
                               {"TableName", &kTableName, Need::kNotNull},
                               {"ReturnItemCollectionMetrics", &kReturnItemCollectionMetrics},
                               {"ReturnValues", &kReturnValues},
                               {"Key", &kValues, Need::kNotNull},
                               {"ConditionalOperator", &kConditionalOperator},
                               {"Expected", &kExpected},
                               {"AttributeUpdates", &kAttributeUpdates},
                               {"ConditionExpression", &kText},
                               {"UpdateExpression", &kText},
                               {"ExpressionAttributeValues", &kValues},
                               {"ExpressionAttributeNames", &kNames},
                               {"ReturnValuesOnConditionCheckFailure", &kReturnValuesOnFailure}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  ItemWrite write = {};
  std::string return_values = {};
  Consumption consumption = Consumption::kNone;

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    return {.write = ItemWrite::from(ItemWrite::Kind::kUpdate, in.json()),
            .return_values = in.string_or("ReturnValues", "NONE"),
            .consumption = consumption_of(in)};
  }
};

// The attributes that ReturnValues asks for; nothing where there are none.
std::optional<Item> returned(const Request& request, const ItemChange& change) {
  if (request.return_values == "ALL_OLD") return change.before;
  if (request.return_values == "ALL_NEW") return change.after;
  const bool is_old = request.return_values == "UPDATED_OLD";
  const auto& item = is_old ? change.before : change.after;
  if (!item || !request.write.update || request.return_values == "NONE") return std::nullopt;
  Item updated = project(*item, request.write.update->paths());
  if (updated.empty()) return std::nullopt;
  return updated;
}

Json update(Tables& tables, const Request& request, const Call& call) {
  return carry_out(tables, request.write, call, request.consumption,
                   [&](const ItemChange& change) { return returned(request, change); });
}

std::string resource(const Tables&, const Request& request, const Call& call) {
  return table_arn(call, request.write.table_name);
}

}  // namespace dynamodb::update_item_operation

namespace dynamodb {
constinit const Operation<Tables> update_item =
    protocol::operation<&update_item_operation::update, &update_item_operation::resource>("dynamodb:UpdateItem");
}
