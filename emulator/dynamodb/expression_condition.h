#pragma once

#include <string_view>
#include <vector>

#include "emulator/dynamodb/expression.h"
#include "emulator/dynamodb/expression_placeholders.h"

namespace dynamodb {

// A parsed ConditionExpression, FilterExpression or KeyConditionExpression.
struct Condition {
  enum class Kind {
    kAnd,
    kOr,
    kNot,
    kEqual,
    kNotEqual,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,
    kBetween,
    kIn,
    kFunction
  };
  Kind kind = Kind::kAnd;
  std::vector<Condition> parts = {};   // of kAnd, kOr (two or more), kNot (one)
  std::vector<Operand> operands = {};  // of the comparisons; kFunction: one, the function itself
};

// `kind` is "ConditionExpression" or the like. Throws the ValidationException that AWS has for what is wrong with it.
Condition parse_condition(std::string_view kind, std::string_view expression, Placeholders& placeholders);

// Whether the item fulfils it. An attribute that is not there compares with nothing but is not equal to anything.
bool fulfils(const Item& item, const Condition& condition);

// Every path in it.
std::vector<const Path*> paths_of(const Condition& condition);

}  // namespace dynamodb
