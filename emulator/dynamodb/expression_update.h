#pragma once

#include <string_view>
#include <vector>

#include "emulator/dynamodb/expression.h"
#include "emulator/dynamodb/expression_placeholders.h"

namespace dynamodb {

// A parsed UpdateExpression: SET, REMOVE, ADD and DELETE in the order they came.
struct Update {
  enum class Kind { kSet, kRemove, kAdd, kDelete };
  struct Action {
    Kind kind = Kind::kSet;
    Path path = {};
    Operand operand = {};  // what to set, add or delete
    char sign = 0;         // of SET: '+' or '-' between operand and second
    Operand second = {};
  };
  std::vector<Action> actions = {};

  std::vector<Path> paths() const;
};

Update parse_update(std::string_view expression, Placeholders& placeholders);

// The item after the update. Every value is computed from the item as it was before. Throws the ValidationException of
// a path that leads nowhere, of an operand of the wrong type or that is not there, of a number that does not fit.
Item apply_update(const Update& update, const Item& before);

}  // namespace dynamodb
