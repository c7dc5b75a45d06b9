#include "emulator/dynamodb/item_write.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "emulator/dynamodb/capacity.h"
#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/shape.h"

namespace dynamodb {
namespace item_write_detail {

using Kind = ItemWrite::Kind;

std::vector<std::string> nested_heads(const ItemWrite& write) {
  std::vector<std::string> heads;
  const auto add = [&](const Path& path) {
    if (path.size() > 1) heads.push_back(path.front().name);
  };
  const std::function<void(const Operand&)> add_operand = [&](const Operand& operand) {
    if (operand.is_path()) add(operand.path);
    for (const Operand& argument : operand.arguments) add_operand(argument);
  };
  if (write.update) {
    for (const Update::Action& action : write.update->actions) {
      add(action.path);
      if (action.kind != Update::Kind::kSet) continue;
      add_operand(action.operand);
      if (action.sign) add_operand(action.second);
    }
  }
  return heads;
}

// The type that an action gives its attribute whatever the item; nothing where that depends on the item.
std::optional<Type> static_type(const Update::Action& action) {
  if (action.kind == Update::Kind::kRemove) return std::nullopt;
  if (action.sign) return Type::kNumber;
  const Operand* operand = &action.operand;
  if (operand->function == Function::kIfNotExists && operand->is_function()) operand = &operand->arguments[1];
  if (operand->is_function() && operand->function == Function::kListAppend) return Type::kList;
  if (operand->kind == Operand::Kind::kValue) return operand->value->type;
  return std::nullopt;
}

void check_update(const Table& table, const ItemWrite& write) {
  const auto is_target = [&](const KeyAttribute& key) {
    return std::ranges::any_of(write.update->actions,
                               [&](const Update::Action& action) { return action.path.front().name == key.name; });
  };
  for (const KeyAttribute* key : {&table.keys.hash, table.keys.range ? &*table.keys.range : nullptr}) {
    if (!key || !is_target(*key)) continue;
    throw invalid_parameter(fmt::format("Cannot update attribute {}. This attribute is part of the key", key->name));
  }
  for (const Index& index : table.indexes) {
    for (const KeyAttribute* key : {&index.keys.hash, index.keys.range ? &*index.keys.range : nullptr}) {
      for (const Update::Action& action : write.update->actions) {
        if (!key || action.path.size() != 1 || action.path.front().name != key->name) continue;
        const auto type = static_type(action);
        if (!type || *type == key->type) continue;
        throw invalid_parameter(fmt::format("Type mismatch for Index Key {} Expected: {} Actual: {} IndexName: {}",
                                            key->name, name_of(key->type), name_of(*type), index.name));
      }
    }
  }
  check_nested_paths(table, nested_heads(write));
}

void check_updated_index_keys(const Table& table, const Item& after) {
  for (const Index& index : table.indexes) {
    for (const KeyAttribute* key : {&index.keys.hash, index.keys.range ? &*index.keys.range : nullptr}) {
      const AttributeValue* value = key ? find(after, key->name) : nullptr;
      if (!value || value->is(key->type)) continue;
      throw validation("The update expression attempted to update the secondary index key to unsupported type");
    }
  }
}

}  // namespace item_write_detail

using namespace item_write_detail;

ItemWrite ItemWrite::from(Kind kind, const Json& request, const std::function<void()>& before_expressions) {
  const bool is_update = kind == Kind::kUpdate;
  if (is_update) {
    check_expression_parameters(request, {"UpdateExpression", "ConditionExpression"}, {"AttributeUpdates", "Expected"});
  } else {
    check_expression_parameters(request, {"ConditionExpression"}, {"Expected"});
  }
  ItemWrite write = {.kind = kind, .table_name = request.text("TableName")};
  write.item = parse_item(request.at(kind == Kind::kPut ? "Item" : "Key"));
  if (before_expressions) before_expressions();
  if (kind == Kind::kPut && size_of(write.item) > kMaxItemSize) throw item_too_large();
  refuse_legacy_parameters(request, {"AttributeUpdates", "Expected", "ConditionalOperator"});
  write.placeholders = Placeholders(request);
  if (const Json* update = request.find("UpdateExpression"); is_update && update && !update->is_null()) {
    write.update = parse_update(update->as_string(), write.placeholders);
  }
  if (const Json* condition = request.find("ConditionExpression"); condition && !condition->is_null()) {
    write.condition = parse_condition("ConditionExpression", condition->as_string(), write.placeholders);
  }
  write.placeholders.check_all_used();
  write.return_item_on_failure = request.text("ReturnValuesOnConditionCheckFailure") == "ALL_OLD";
  return write;
}

ItemChange ItemWrite::plan(const Tables& tables, const Call& call) const {
  const Table& table = tables.get(call, table_name);
  if (kind == Kind::kPut) {
    check_item(table, item);
  } else {
    check_key(table.keys, item);
  }
  if (update) check_update(table, *this);
  ItemChange change = {.table = &table, .before = tables.read(table, item)};
  if (condition && !fulfils(change.before ? *change.before : Item(), *condition)) {
    Fault fault = conditional_check_failed();
    if (return_item_on_failure && change.before) fault.members = {{"Item", to_json(*change.before)}};
    throw fault;
  }
  switch (kind) {
    case Kind::kPut:
      change.after = item;
      break;
    case Kind::kDelete:
      break;
    case Kind::kCheck:
      change.after = change.before;
      break;
    case Kind::kUpdate:
      change.after = change.before ? *change.before : item;
      if (update) change.after = apply_update(*update, *change.after);
      if (size_of(*change.after) > kMaxItemSize) {
        throw validation("Item size to update has exceeded the maximum allowed size");
      }
      check_updated_index_keys(table, *change.after);
      break;
  }
  return change;
}

double written_units(const ItemChange& change) {
  return std::max(write_units(change.before ? size_of(*change.before) : 0),
                  write_units(change.after ? size_of(*change.after) : 0));
}

// The members of PutItem and DeleteItem, in AWS's order; `what` is Item or Key.
constexpr std::array<Member, 11> whole_item_members(std::string_view what) {
  return {{{"ReturnConsumedCapacity", &kReturnConsumedCapacity},
           {"TableName", &kTableName, Need::kNotNull},
           {what, &kValues, Need::kNotNull},
           {"ConditionalOperator", &kConditionalOperator},
           {"Expected", &kExpected},
           {"ReturnValues", &kReturnValues},
           {"ReturnItemCollectionMetrics", &kReturnItemCollectionMetrics},
           {"ConditionExpression", &kText},
           {"ExpressionAttributeValues", &kValues},
           {"ExpressionAttributeNames", &kNames},
           {"ReturnValuesOnConditionCheckFailure", &kReturnValuesOnFailure}}};
}

WholeItemWrite WholeItemWrite::from(ItemWrite::Kind kind, const Fields& in) {
  static constexpr auto kPutMembers = whole_item_members("Item"), kDeleteMembers = whole_item_members("Key");
  check_shape(in.json(), {.kind = Shape::Kind::kStructure,
                          .members = kind == ItemWrite::Kind::kPut ? kPutMembers : kDeleteMembers});
  const std::string return_values = in.string_or("ReturnValues", "NONE");
  return {.write = ItemWrite::from(kind, in.json(),
                                   [&] {
                                     if (return_values == "NONE" || return_values == "ALL_OLD") return;
                                     throw validation("ReturnValues can only be ALL_OLD or NONE");
                                   }),
          .return_old = return_values == "ALL_OLD",
          .consumption = consumption_of(in)};
}

std::string resource_of(const Tables&, const WholeItemWrite& request, const Call& call) {
  return table_arn(call, request.write.table_name);
}

Json carry_out(Tables& tables, const WholeItemWrite& request, const Call& call) {
  return carry_out(tables, request.write, call, request.consumption,
                   [&](const ItemChange& change) { return request.return_old ? change.before : std::nullopt; });
}

Json carry_out(Tables& tables, const ItemWrite& write, const Call& call, Consumption consumption,
               const Returned& returned) {
  const ItemChange change = write.plan(tables, call);
  tables.commit({change});
  const double units = written_units(change);
  tables.count_written(*change.table, units);
  Json result = Json::object();
  if (const auto attributes = returned(change)) result.set("Attributes", to_json(*attributes));
  if (consumption != Consumption::kNone) {
    result.set("ConsumedCapacity", to_json(*change.table, Consumed{.table = units}, consumption));
  }
  return result;
}

}  // namespace dynamodb
