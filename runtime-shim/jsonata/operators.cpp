#include <cmath>

#include "jsonata/evaluator.h"
#include "jsonata/utf.h"

// The infix operators that compute.

namespace jsonata {
namespace operators_detail {

constexpr double kLargestRange = 1e7;

Value arithmetic(char op, const Value& lhs, const Value& rhs) {
  if (!lhs.is_undefined() && !is_numeric(lhs)) fail("T2001", lhs);
  if (!rhs.is_undefined() && !is_numeric(rhs)) fail("T2002", rhs);
  if (lhs.is_undefined() || rhs.is_undefined()) return {};
  const double a = lhs.as_number(), b = rhs.as_number();
  switch (op) {
    case '+':
      return Value::number(a + b);
    case '-':
      return Value::number(a - b);
    case '*':
      return Value::number(a * b);
    case '/':
      return Value::number(a / b);
    default:
      return Value::number(std::fmod(a, b));
  }
}

template <typename T>
bool ordered(char op, const T& a, const T& b) {
  switch (op) {
    case '<':
      return a < b;
    case kLessEqual:
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

Value comparison(char op, const Value& lhs, const Value& rhs) {
  const auto comparable = [](const Value& value) {
    return value.is_undefined() || value.is_string() || value.is_number();
  };
  if (!comparable(lhs) || !comparable(rhs)) fail("T2010", lhs.is_string() || lhs.is_number() ? rhs : lhs);
  if (lhs.is_undefined() || rhs.is_undefined()) return {};
  if (lhs.kind() != rhs.kind()) fail("T2009", lhs, rhs);
  if (lhs.is_number()) return Value::boolean(ordered(op, lhs.as_number(), rhs.as_number()));
  const int order = jsonata::compare_utf16(lhs.as_string(), rhs.as_string());
  return Value::boolean(ordered(op, order, 0));
}

Value includes(Evaluator& evaluator, const Value& lhs, const Value& rhs) {
  if (lhs.is_undefined() || rhs.is_undefined()) return Value::boolean(false);
  if (!rhs.is_array()) return Value::boolean(is_identical(lhs, rhs));
  const std::size_t size = rhs.size();
  evaluator.spend(size);
  for (std::size_t i = 0; i < size; ++i) {
    if (is_identical(rhs.at(i), lhs)) return Value::boolean(true);
  }
  return Value::boolean(false);
}

Value concatenation(Evaluator& evaluator, const Value& lhs, const Value& rhs) {
  const auto text = [&](const Value& value) {
    return value.is_undefined() ? std::string_view() : to_text(evaluator, value).as_string();
  };
  const std::string_view left = text(lhs);
  return evaluator.arena().concatenated(left, text(rhs));
}

}  // namespace operators_detail

using namespace operators_detail;

Value Evaluator::binary(const Node& node, Value input, Frame* frame) {
  const Value lhs = evaluate(*node.lhs, input, frame);
  try {
    if (node.op == kAnd || node.op == kOr) {
      const bool left = to_boolean(lhs);
      if (left == (node.op == kOr)) return Value::boolean(left);
      return Value::boolean(to_boolean(evaluate(*node.rhs, input, frame)));
    }
    const Value rhs = evaluate(*node.rhs, input, frame);
    switch (node.op) {
      case '=':
        return Value::boolean(!lhs.is_undefined() && !rhs.is_undefined() && equal(*this, lhs, rhs));
      case kNotEqual:
        return Value::boolean(!lhs.is_undefined() && !rhs.is_undefined() && !equal(*this, lhs, rhs));
      case '<':
      case '>':
      case kLessEqual:
      case kGreaterEqual:
        return comparison(node.op, lhs, rhs);
      case '&':
        return concatenation(*this, lhs, rhs);
      case kRange:
        return range(lhs, rhs);
      case kIn:
        return includes(*this, lhs, rhs);
      default:
        return arithmetic(node.op, lhs, rhs);
    }
  } catch (Fault& fault) {
    // The operator's own errors; one that came from an operand has said where it was, but for "and" and "or".
    if (!fault.position || node.op == kAnd || node.op == kOr) {
      fault.position = node.position;
      fault.token = std::string(operator_text(node.op));
    }
    throw;
  }
}

Value Evaluator::range(Value lhs, Value rhs) {
  const auto is_integer = [](const Value& value) {
    return value.is_number() && std::isfinite(value.as_number()) && value.as_number() == std::trunc(value.as_number());
  };
  if (!lhs.is_undefined() && !is_integer(lhs)) fail("T2003", lhs);
  if (!rhs.is_undefined() && !is_integer(rhs)) fail("T2004", rhs);
  if (lhs.is_undefined() || rhs.is_undefined() || lhs.as_number() > rhs.as_number()) return {};
  const double size = rhs.as_number() - lhs.as_number() + 1;
  if (size > kLargestRange) fail("D2014", Value::number(size));
  spend(static_cast<std::uint64_t>(size));
  Array* result = make_sequence(arena_);
  result->reserve(arena_, static_cast<std::size_t>(size));
  for (double item = lhs.as_number(); result->size < static_cast<std::size_t>(size); ++item) {
    result->push(arena_, Value::number(item));
  }
  return Value::array(result);
}

}  // namespace jsonata
