#include "emulator/dynamodb/expression_key_condition.h"

#include <fmt/format.h>

#include <algorithm>

#include "emulator/dynamodb/errors.h"

namespace dynamodb {
namespace key_condition_detail {

using Kind = Condition::Kind;

[[noreturn]] void fail(std::string_view what) { throw validation(std::string(what)); }

std::string_view operator_of(Kind kind) {
  switch (kind) {
    case Kind::kOr:
      return "OR";
    case Kind::kNot:
      return "NOT";
    case Kind::kIn:
      return "IN";
    case Kind::kNotEqual:
      return "<>";
    default:
      return {};
  }
}

// :v < key reads key > :v
Kind turned(Kind kind) {
  switch (kind) {
    case Kind::kLess:
      return Kind::kGreater;
    case Kind::kLessEqual:
      return Kind::kGreaterEqual;
    case Kind::kGreater:
      return Kind::kLess;
    case Kind::kGreaterEqual:
      return Kind::kLessEqual;
    default:
      return kind;
  }
}

void add(const Condition& condition, std::vector<KeyCondition>& result) {
  if (const auto name = operator_of(condition.kind); !name.empty()) {
    fail(fmt::format("Invalid operator used in KeyConditionExpression: {}", name));
  }
  if (condition.kind == Kind::kAnd) {
    for (const Condition& part : condition.parts) add(part, result);
    return;
  }
  const bool is_function = condition.kind == Kind::kFunction;
  const Operand* function = is_function ? &condition.operands.front() : nullptr;
  if (function && function->function != Function::kBeginsWith) {
    fail(fmt::format("Invalid operator used in KeyConditionExpression: {}", function->function_name));
  }
  const auto& operands = function ? function->arguments : condition.operands;
  if ((function || condition.kind == Kind::kBetween) && !operands.front().is_path()) {
    fail(fmt::format(
        "Invalid condition in KeyConditionExpression: {} operator must have the key attribute as its first operand",
        function ? "begins_with" : "BETWEEN"));
  }
  KeyCondition made = {.kind = condition.kind};
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const Operand& operand = operands[i];
    if (operand.is_function()) fail("KeyConditionExpressions cannot contain nested operations");
    if (!operand.is_path()) {
      made.values.push_back(operand.value);
      continue;
    }
    if (!made.attribute.empty()) {
      fail("Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition");
    }
    if (operand.path.size() > 1) fail("KeyConditionExpressions cannot have conditions on nested attributes");
    made.attribute = operand.path.front().name;
    if (i > 0) made.kind = turned(made.kind);
  }
  if (made.attribute.empty()) fail("Invalid condition in KeyConditionExpression: No key attribute specified");
  if (std::ranges::find(result, made.attribute, &KeyCondition::attribute) != result.end()) {
    fail("KeyConditionExpressions must only contain one condition per key");
  }
  result.push_back(std::move(made));
}

}  // namespace key_condition_detail

std::vector<KeyCondition> key_conditions_of(const Condition& condition) {
  std::vector<KeyCondition> result;
  key_condition_detail::add(condition, result);
  return result;
}

}  // namespace dynamodb
