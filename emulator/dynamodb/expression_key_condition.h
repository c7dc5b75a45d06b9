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

// One or two of them, each of another attribute. Which of them are keys is the table's to say.
std::vector<KeyCondition> parse_key_conditions(std::string_view expression, Placeholders& placeholders);

}  // namespace dynamodb
