#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/dynamodb/expression_condition.h"

namespace dynamodb {

// What a KeyConditionExpression asks of one key attribute: kEqual, kLess …, kBetween, or kFunction for begins_with.
struct KeyCondition {
  std::string attribute = {};
  Condition::Kind kind = Condition::Kind::kEqual;
  std::vector<const AttributeValue*> values = {};  // one, or the two bounds of BETWEEN
};

// What a parsed KeyConditionExpression says, each condition of another attribute. Which of them are keys is the table's
// to say. Throws the ValidationException of a condition that no key can have.
std::vector<KeyCondition> key_conditions_of(const Condition& condition);

}  // namespace dynamodb
