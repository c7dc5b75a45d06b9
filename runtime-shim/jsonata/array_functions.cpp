#include <algorithm>

#include "jsonata/builtins.h"

// $count, $append, $distinct and what else takes arrays and asks nobody.

namespace jsonata {
namespace array_functions_detail {

using Arguments = std::span<const Value>;

Value count(Evaluator&, Arguments arguments) { return Value::number(static_cast<double>(arguments[0].size())); }

Value append_values(Evaluator& evaluator, Arguments arguments) { return append(evaluator, arguments[0], arguments[1]); }

Value exists(Evaluator&, Arguments arguments) { return Value::boolean(!arguments[0].is_undefined()); }

Value boolean(Evaluator&, Arguments arguments) {
  return arguments[0].is_undefined() ? Value() : Value::boolean(to_boolean(arguments[0]));
}

Value negation(Evaluator&, Arguments arguments) {
  return arguments[0].is_undefined() ? Value() : Value::boolean(!to_boolean(arguments[0]));
}

Array* copied(Evaluator& evaluator, const Value& array) {
  const std::size_t size = array.size();
  evaluator.spend(size);
  Array* result = make_array(evaluator.arena(), size);
  for (std::size_t i = 0; i < size; ++i) result->push(evaluator.arena(), array.at(i));
  return result;
}

Value reverse(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].size() <= 1) return arguments[0];
  Array* result = copied(evaluator, arguments[0]);
  std::reverse(result->data, result->data + result->size);
  return Value::array(result);
}

Value shuffle(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].size() <= 1) return arguments[0];
  Array* result = copied(evaluator, arguments[0]);
  for (std::uint32_t i = 1; i < result->size; ++i) {
    const auto other = static_cast<std::uint32_t>(evaluator.random() * static_cast<double>(i + 1));
    std::swap(result->data[i], result->data[std::min(other, i)]);
  }
  return Value::array(result);
}

Value distinct(Evaluator& evaluator, Arguments arguments) {
  const Value& values = arguments[0];
  if (!values.is_array() || values.size() <= 1) return values;
  Array* result = make_array(evaluator.arena());
  result->sequence = values.own_array() && values.own_array()->sequence;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Value value = values.at(i);
    const auto known = result->elements();
    if (std::ranges::none_of(known, [&](const Value& other) { return equal(evaluator, value, other); })) {
      result->push(evaluator.arena(), value);
    }
  }
  return Value::array(result);
}

Value zip(Evaluator& evaluator, Arguments arguments) {
  std::size_t size = arguments.empty() ? 0 : arguments[0].size();
  for (const Value& array : arguments) size = std::min(size, array.size());
  Array* result = make_array(evaluator.arena(), size);
  for (std::size_t i = 0; i < size; ++i) {
    Array* row = make_array(evaluator.arena(), arguments.size());
    for (const Value& array : arguments) row->push(evaluator.arena(), array.at(i));
    result->push(evaluator.arena(), Value::array(row));
  }
  return Value::array(result);
}

constexpr BuiltinRow kFunctions[] = {
    {"count", "<a:n>", 1, count},      {"append", "<xx:a>", 2, append_values}, {"exists", "<x:b>", 1, exists},
    {"boolean", "<x-:b>", 1, boolean}, {"not", "<x-:b>", 1, negation},         {"reverse", "<a:a>", 1, reverse},
    {"shuffle", "<a:a>", 1, shuffle},  {"distinct", "<x:x>", 1, distinct},     {"zip", "<a+>", 0, zip},
};

}  // namespace array_functions_detail

std::span<const BuiltinRow> array_functions() { return array_functions_detail::kFunctions; }

}  // namespace jsonata
