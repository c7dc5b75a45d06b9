#include "jsonata/builtins.h"
#include "jsonata/utf.h"

// The functions that take a function: $map, $filter, $single, $reduce, $sift, $each, $sort.

namespace jsonata {
namespace function_functions_detail {

using Arguments = std::span<const Value>;

Value index_of(std::size_t i) { return Value::number(static_cast<double>(i)); }

Value map(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  Array* result = make_sequence(evaluator.arena());
  for (std::size_t i = 0; i < arguments[0].size(); ++i) {
    const Value value = evaluator.call_for_each(arguments[1], arguments[0].at(i), index_of(i), arguments[0]);
    if (!value.is_undefined()) result->push(evaluator.arena(), value);
  }
  return Value::array(result);
}

Value filter(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  Array* result = make_sequence(evaluator.arena());
  for (std::size_t i = 0; i < arguments[0].size(); ++i) {
    const Value entry = arguments[0].at(i);
    if (to_boolean(evaluator.call_for_each(arguments[1], entry, index_of(i), arguments[0]))) {
      result->push(evaluator.arena(), entry);
    }
  }
  return Value::array(result);
}

Value single(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  bool found = false;
  Value result;
  for (std::size_t i = 0; i < arguments[0].size(); ++i) {
    const Value entry = arguments[0].at(i);
    const bool matches = arguments[1].is_undefined() ||
                         to_boolean(evaluator.call_for_each(arguments[1], entry, index_of(i), arguments[0]));
    if (!matches) continue;
    if (found) throw Fault{.code = "D3138", .index = i};
    found = true;
    result = entry;
  }
  if (!found) fail("D3139");
  return result;
}

Value reduce(Evaluator& evaluator, Arguments arguments) {
  const Value& sequence = arguments[0];
  if (sequence.is_undefined()) return {};
  const std::size_t arity = arguments[1].is_function() ? arguments[1].as_function()->arity() : 0;
  if (arity < 2) throw Fault{.code = "D3050", .index = 1};
  std::size_t i = 0;
  Value result = arguments[2];
  if (result.is_undefined() && sequence.size() > 0) result = sequence.at(i++);
  for (; i < sequence.size(); ++i) {
    const Value all[] = {result, sequence.at(i), index_of(i), sequence};
    result = evaluator.call(arguments[1], std::span(all, std::min<std::size_t>(arity, 4)));
  }
  return result;
}

Value sift(Evaluator& evaluator, Arguments arguments) {
  Object* result = evaluator.arena().make<Object>();
  for_each_member(arguments[0], [&](std::string_view name, const Value& value) {
    if (to_boolean(evaluator.call_for_each(arguments[1], value, Value::string(name), arguments[0]))) {
      result->set(evaluator.arena(), name, value);
    }
  });
  return result->size > 0 ? Value::object(result) : Value();
}

Value each(Evaluator& evaluator, Arguments arguments) {
  Array* result = make_sequence(evaluator.arena());
  for_each_member(arguments[0], [&](std::string_view name, const Value& member) {
    const Value value = evaluator.call_for_each(arguments[1], member, Value::string(name), arguments[0]);
    if (!value.is_undefined()) result->push(evaluator.arena(), value);
  });
  return Value::array(result);
}

Value sort(Evaluator& evaluator, Arguments arguments) {
  const Value& values = arguments[0];
  if (values.size() <= 1) return values;
  if (arguments[1].is_undefined() && !is_array_of_numbers(values) && !is_array_of_strings(values)) {
    throw Fault{.code = "D3070", .index = 1};
  }
  Array* result = make_array(evaluator.arena(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) result->push(evaluator.arena(), values.at(i));
  const Value comparator = arguments[1];
  merge_sort(evaluator, {result->data, result->size}, [&](const Value& a, const Value& b) {
    if (comparator.is_undefined()) {
      return a.is_number() ? a.as_number() > b.as_number() : compare_utf16(a.as_string(), b.as_string()) > 0;
    }
    const Value pair[] = {a, b};
    const Value answer = evaluator.call(comparator, pair);
    // JavaScript's own truth: any array or object is true.
    return answer.is_array() || answer.is_object() || answer.is_function() || to_boolean(answer);
  });
  return Value::array(result);
}

constexpr BuiltinRow kFunctions[] = {
    {"map", "<af>", 2, map},           {"filter", "<af>", 2, filter}, {"single", "<af?>", 2, single},
    {"reduce", "<afj?:j>", 3, reduce}, {"sift", "<o-f?:o>", 2, sift}, {"each", "<o-f:a>", 2, each},
    {"sort", "<af?:a>", 2, sort},
};

}  // namespace function_functions_detail

std::span<const BuiltinRow> function_functions() { return function_functions_detail::kFunctions; }

}  // namespace jsonata
