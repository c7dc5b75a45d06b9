#include <cmath>

#include "jsonata/evaluator.h"

// What is true, what is equal, what a name finds: the language's words on values.

namespace jsonata {

bool is_numeric(const Value& value) {
  if (!value.is_number()) return false;
  if (std::isinf(value.as_number())) fail("D1001", value);
  return !std::isnan(value.as_number());
}

bool is_array_of_numbers(const Value& value) {
  if (!value.is_array()) return false;
  bool all = true;  // and each is looked at: infinity is an error wherever it stands
  for (std::size_t i = 0; i < value.size(); ++i) all &= is_numeric(value.at(i));
  return all;
}

bool is_array_of_strings(const Value& value) {
  if (!value.is_array()) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!value.at(i).is_string()) return false;
  }
  return true;
}

bool to_boolean(const Value& value, std::size_t depth) {
  if (depth > kMaxValueDepth) fail_for_depth();
  switch (value.kind()) {
    case Kind::kBool:
      return value.as_bool();
    case Kind::kNumber:
      return is_numeric(value) && value.as_number() != 0;
    case Kind::kString:
      return !value.as_string().empty();
    case Kind::kArray: {
      bool any = false;
      for (std::size_t i = 0; i < value.size(); ++i) any |= to_boolean(value.at(i), depth + 1);
      return any;
    }
    case Kind::kObject:
      return value.borrowed() ? !value.borrowed()->empty() : value.own_object()->size > 0;
    case Kind::kTuple:
      return true;
    default:
      return false;
  }
}

namespace semantics_detail {

std::size_t member_count(const Value& object) {
  return object.borrowed() ? object.borrowed()->size() : object.own_object()->size;
}

bool equal_objects(Evaluator& evaluator, const Value& a, const Value& b, std::size_t depth) {
  if (member_count(a) != member_count(b)) return false;
  bool same = true;
  for_each_member(a, [&](std::string_view name, const Value& value) {
    if (!same) return;
    bool found = false;
    Value other;
    if (b.borrowed()) {
      const base::Json* json = b.borrowed()->find(name);
      found = json != nullptr;
      if (json) other = Value::json(*json);
    } else if (const Value* own = b.own_object()->find(name)) {
      found = true;
      other = *own;
    }
    same = found && (equal(evaluator, value, other, depth + 1) || (value.is_undefined() && other.is_undefined()));
  });
  return same;
}

}  // namespace semantics_detail

bool is_identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::kUndefined:
    case Kind::kNull:
      return true;
    case Kind::kBool:
      return a.as_bool() == b.as_bool();
    case Kind::kNumber:
      return a.as_number() == b.as_number();
    case Kind::kString:
      return a.as_string() == b.as_string();
    default:
      return a.is_same(b);
  }
}

bool equal(Evaluator& evaluator, const Value& a, const Value& b, std::size_t depth) {
  if (depth > kMaxValueDepth) fail_for_depth();
  if (a.kind() != b.kind()) return false;
  evaluator.spend(1);
  if (is_identical(a, b)) return true;
  if (a.is_object()) return semantics_detail::equal_objects(evaluator, a, b, depth);
  if (!a.is_array() || a.size() != b.size()) return false;
  const std::size_t size = a.size();
  for (std::size_t i = 0; i < size; ++i) {
    if (!equal(evaluator, a.at(i), b.at(i), depth + 1)) return false;
  }
  return true;
}

Value lookup(Evaluator& evaluator, const Value& input, std::string_view name, std::size_t depth) {
  if (input.is_object()) return input.find(name);
  if (!input.is_array()) return {};
  if (depth > kMaxValueDepth) fail_for_depth();
  Array* result = make_sequence(evaluator.arena());
  const std::size_t size = input.size();
  evaluator.spend(size);
  for (std::size_t i = 0; i < size; ++i) {
    const Value found = lookup(evaluator, input.at(i), name, depth + 1);
    if (found.is_array()) {
      for (std::size_t k = 0; k < found.size(); ++k) result->push(evaluator.arena(), found.at(k));
    } else if (!found.is_undefined()) {
      result->push(evaluator.arena(), found);
    }
  }
  return Value::array(result);
}

Value append(Evaluator& evaluator, const Value& a, const Value& b) {
  if (a.is_undefined()) return b;
  if (b.is_undefined()) return a;
  Arena& arena = evaluator.arena();
  Array* result = make_array(arena);
  if (a.is_array() && a.size() == 0 && b.own_array()) {
    // Nothing and an array: the elements are shared, for neither copy changes them.
    result->data = b.own_array()->data;
    result->size = result->capacity = b.own_array()->size;
    return Value::array(result);
  }
  const std::size_t a_size = a.is_array() ? a.size() : 1, b_size = b.is_array() ? b.size() : 1;
  evaluator.spend(a_size + b_size);
  result->reserve(arena, a_size + b_size);
  const auto add = [&](const Value& value) {
    if (!value.is_array()) {
      result->push(arena, value);
      return;
    }
    for (std::size_t i = 0; i < value.size(); ++i) result->push(arena, value.at(i));
  };
  add(a);
  add(b);
  return Value::array(result);
}

void merge_sort(Evaluator& evaluator, std::span<Value> values,
                const std::function<bool(const Value&, const Value&)>& after) {
  if (values.size() <= 1) return;
  const std::size_t middle = values.size() / 2;
  merge_sort(evaluator, values.first(middle), after);
  merge_sort(evaluator, values.subspan(middle), after);
  evaluator.spend(values.size());
  std::vector<Value> left(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(middle));
  std::size_t l = 0, r = middle, out = 0;
  while (l < left.size() && r < values.size()) {
    if (after(left[l], values[r])) {
      values[out++] = values[r++];
    } else {
      values[out++] = left[l++];
    }
  }
  while (l < left.size()) values[out++] = left[l++];
}

}  // namespace jsonata
