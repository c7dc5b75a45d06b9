#include "jsonata/builtins.h"

// $keys, $lookup, $merge, $spread, $clone, and what speaks of a value as such: $type, $error, $assert.

namespace jsonata {
namespace object_functions_detail {

using Arguments = std::span<const Value>;

void collect_keys(Evaluator& evaluator, const Value& value, Object* names, std::size_t depth) {
  if (depth > kMaxValueDepth) fail_for_depth();
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) collect_keys(evaluator, value.at(i), names, depth + 1);
    return;
  }
  for_each_member(value, [&](std::string_view name, const Value&) {
    evaluator.spend(1 + names->size / 8);
    names->set(evaluator.arena(), name, Value::null());
  });
}

Value keys(Evaluator& evaluator, Arguments arguments) {
  Object names;
  collect_keys(evaluator, arguments[0], &names, 0);
  Array* result = make_sequence(evaluator.arena());
  for (const Member& member : names.members()) result->push(evaluator.arena(), Value::string(member.name));
  return Value::array(result);
}

Value look_up(Evaluator& evaluator, Arguments arguments) {
  return lookup(evaluator, arguments[0], arguments[1].is_string() ? arguments[1].as_string() : "undefined");
}

// Objects of one member each, in the order they stand; what is no object as it is.
void collect_spread(Evaluator& evaluator, const Value& value, Array* result, std::size_t depth) {
  if (depth > kMaxValueDepth) fail_for_depth();
  Arena& arena = evaluator.arena();
  evaluator.spend(1);
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) collect_spread(evaluator, value.at(i), result, depth + 1);
  } else if (value.is_object()) {
    for_each_member(value, [&](std::string_view name, const Value& member) {
      Object* object = arena.make<Object>();
      object->set(arena, name, member);
      result->push(arena, Value::object(object));
    });
  } else {
    result->push(arena, value);
  }
}

Value spread(Evaluator& evaluator, Arguments arguments) {
  const Value& value = arguments[0];
  if (!value.is_array() && !value.is_object()) return value;
  Array* result = make_sequence(evaluator.arena());
  collect_spread(evaluator, value, result, 0);
  if (value.is_array() && value.size() > 0) result->sequence = false;  // concat's result is no sequence
  return Value::array(result);
}

Value merge(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  Object* result = evaluator.arena().make<Object>();
  for (std::size_t i = 0; i < arguments[0].size(); ++i) {
    for_each_member(arguments[0].at(i), [&](std::string_view name, const Value& value) {
      evaluator.spend(1 + result->size / 8);
      result->set(evaluator.arena(), name, value);
    });
  }
  return Value::object(result);
}

// A copy by way of JSON text, as the reference makes it: numbers to 15 digits, functions as empty text.
Value cloned(Evaluator& evaluator, const Value& value, std::size_t depth) {
  if (depth > kMaxValueDepth) fail_for_depth();
  Arena& arena = evaluator.arena();
  evaluator.spend(1);
  switch (value.kind()) {
    case Kind::kNumber:
      return is_numeric(value) ? Value::number(to_precision_15(value.as_number())) : Value::null();
    case Kind::kFunction:
      return Value::string("");
    case Kind::kUndefined:
      return Value::null();
    case Kind::kTuple:
      return cloned(evaluator, value.as_tuple()->context(), depth + 1);
    case Kind::kArray: {
      if (const Array* own = value.own_array(); own && own->outer_wrapper)
        return cloned(evaluator, own->data[0], depth);
      Array* result = make_array(arena, value.size());
      for (std::size_t i = 0; i < value.size(); ++i) result->push(arena, cloned(evaluator, value.at(i), depth + 1));
      return Value::array(result);
    }
    case Kind::kObject: {
      Object* result = arena.make<Object>();
      for_each_member(value, [&](std::string_view name, const Value& member) {
        if (!member.is_undefined()) result->set(arena, name, cloned(evaluator, member, depth + 1));
      });
      return Value::object(result);
    }
    default:
      return value;
  }
}

Value clone(Evaluator& evaluator, Arguments arguments) {
  return arguments[0].is_undefined() ? Value() : cloned(evaluator, arguments[0], 0);
}

Value type(Evaluator&, Arguments arguments) {
  switch (arguments[0].kind()) {
    case Kind::kUndefined:
      return {};
    case Kind::kNull:
      return Value::string("null");
    case Kind::kBool:
      return Value::string("boolean");
    case Kind::kNumber:
      return Value::string(is_numeric(arguments[0]) ? "number" : "object");
    case Kind::kString:
      return Value::string("string");
    case Kind::kArray:
      return Value::string("array");
    case Kind::kFunction:
      return Value::string("function");
    default:
      return Value::string("object");
  }
}

[[noreturn]] void fail_with_message(std::string_view code, const Value& message, std::string_view otherwise) {
  const bool given = message.is_string() && !message.as_string().empty();
  throw Fault{.code = code, .detail = std::string(given ? message.as_string() : otherwise)};
}

Value error(Evaluator&, Arguments arguments) {
  fail_with_message("D3137", arguments[0], "$error() function evaluated");
}

Value assert_that(Evaluator&, Arguments arguments) {
  const bool holds = arguments[0].is_bool() && arguments[0].as_bool();
  if (!holds) fail_with_message("D3141", arguments[1], "$assert() statement failed");
  return {};
}

constexpr BuiltinRow kFunctions[] = {
    {"keys", "<x-:a<s>>", 1, keys},  {"lookup", "<x-s:x>", 2, look_up},     {"spread", "<x-:a<o>>", 1, spread},
    {"merge", "<a<o>:o>", 1, merge}, {"clone", "<(oa)-:o>", 1, clone},      {"type", "<x:s>", 1, type},
    {"error", "<s?:x>", 1, error},   {"assert", "<bs?:x>", 2, assert_that},
};

}  // namespace object_functions_detail

std::span<const BuiltinRow> object_functions() { return object_functions_detail::kFunctions; }

}  // namespace jsonata
