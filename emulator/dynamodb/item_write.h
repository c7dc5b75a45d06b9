#pragma once

#include <functional>
#include <optional>
#include <string>

#include "emulator/dynamodb/capacity.h"
#include "emulator/dynamodb/expression_condition.h"
#include "emulator/dynamodb/expression_update.h"
#include "emulator/dynamodb/tables.h"

namespace dynamodb {

// One item's write as PutItem, UpdateItem, DeleteItem and the actions of TransactWriteItems ask for it: read from the
// request without looking at any table, then held against the table and the item that is there.
struct ItemWrite {
  enum class Kind { kPut, kUpdate, kDelete, kCheck };
  Kind kind = Kind::kPut;
  std::string table_name = {};
  Item item = {};  // what to put, or the key
  Placeholders placeholders = {};
  std::optional<Condition> condition = {};
  std::optional<Update> update = {};
  bool return_item_on_failure = false;  // ReturnValuesOnConditionCheckFailure ALL_OLD

  // Throws the ValidationExceptions that need no table, in AWS's order. `before_expressions` runs in their middle,
  // behind the checks of values.
  static ItemWrite from(Kind kind, const Json& request, const std::function<void()>& before_expressions = {});

  // The item before and after. Throws ResourceNotFoundException, ConditionalCheckFailedException (with the item where
  // it was asked for), and the ValidationExceptions that need table or item.
  ItemChange plan(const Tables& tables, const Call& call) const;
};

// What a change costs: the larger of the item before and after.
double written_units(const ItemChange& change);

// PutItem and DeleteItem: a write that can hand back what was there.
struct WholeItemWrite {
  ItemWrite write = {};
  bool return_old = false;
  Consumption consumption = Consumption::kNone;
  static WholeItemWrite from(ItemWrite::Kind kind, const Fields& in);
};
Json carry_out(Tables& tables, const WholeItemWrite& request, const Call& call);
std::string resource_of(const Tables& tables, const WholeItemWrite& request, const Call& call);

// Does a write and makes its answer: the attributes that `returned` picks, and the capacity where it was asked for.
using Returned = std::function<std::optional<Item>(const ItemChange&)>;
Json carry_out(Tables& tables, const ItemWrite& write, const Call& call, Consumption consumption,
               const Returned& returned);

}  // namespace dynamodb
