#include "jsonata/value.h"

#include <cmath>

#include "jsonata/arena.h"
#include "jsonata/fault.h"
#include "jsonata/tuple.h"

namespace jsonata {

Value Value::boolean(bool value) {
  Value result(Kind::kBool);
  result.held_.boolean = value;
  return result;
}

Value Value::number(double value) {
  Value result(Kind::kNumber);
  result.held_.number = value;
  return result;
}

Value Value::string(std::string_view text) {
  Value result(Kind::kString);
  result.length_ = static_cast<std::uint32_t>(text.size());
  result.held_.text = text.data();
  return result;
}

Value Value::array(Array* array) {
  Value result(Kind::kArray);
  result.held_.array = array;
  return result;
}

Value Value::object(Object* object) {
  Value result(Kind::kObject);
  result.held_.object = object;
  return result;
}

Value Value::function(Function* function) {
  Value result(Kind::kFunction);
  result.held_.function = function;
  return result;
}

Value Value::tuple(Tuple* tuple) {
  Value result(Kind::kTuple);
  result.held_.tuple = tuple;
  return result;
}

Value Value::json(const base::Json& json) {
  switch (json.kind()) {
    case base::Json::Kind::kNull:
      return null();
    case base::Json::Kind::kBool:
      return boolean(json.as_bool());
    case base::Json::Kind::kInt:
    case base::Json::Kind::kUnsigned:
    case base::Json::Kind::kDouble:
      return number(json.as_double());
    case base::Json::Kind::kString:
      return string(json.as_string());
    case base::Json::Kind::kArray:
    case base::Json::Kind::kObject:
      break;
  }
  Value result(json.is_array() ? Kind::kArray : Kind::kObject);
  result.is_json_ = true;
  result.held_.json = &json;
  return result;
}

std::size_t Value::size() const {
  if (kind_ != Kind::kArray) return 0;
  return is_json_ ? held_.json->elements().size() : held_.array->size;
}

Value Value::at(std::size_t index) const {
  return is_json_ ? json(held_.json->elements()[index]) : held_.array->data[index];
}

Value Value::find(std::string_view name) const {
  if (kind_ != Kind::kObject) return {};
  if (!is_json_) {
    const Value* found = held_.object->find(name);
    return found ? *found : Value();
  }
  const base::Json* found = held_.json->find(name);
  return found ? json(*found) : Value();
}

bool Value::is_same(const Value& other) const {
  return kind_ == other.kind_ && is_json_ == other.is_json_ && held_.json == other.held_.json;
}

namespace value_detail {

base::Json number_to_json(double value) {
  if (!std::isfinite(value)) return nullptr;
  constexpr double kExact = 9007199254740992.0;
  if (value == std::trunc(value) && std::abs(value) <= kExact) return static_cast<std::int64_t>(value);
  return value;
}

std::optional<base::Json> to_json_at(const Value& value, std::size_t depth) {
  if (depth > kMaxValueDepth) fail_for_depth();
  switch (value.kind()) {
    case Kind::kUndefined:
    case Kind::kFunction:
      return std::nullopt;
    case Kind::kNull:
      return base::Json();
    case Kind::kBool:
      return base::Json(value.as_bool());
    case Kind::kNumber:
      return number_to_json(value.as_number());
    case Kind::kString:
      return base::Json(value.as_string());
    case Kind::kTuple:
      return to_json_at(value.as_tuple()->context(), depth + 1);
    case Kind::kArray: {
      if (value.borrowed()) return *value.borrowed();
      base::Json::Array elements;
      elements.reserve(value.size());
      for (const Value& element : value.own_array()->elements()) {
        elements.push_back(to_json_at(element, depth + 1).value_or(base::Json()));
      }
      return base::Json(std::move(elements));
    }
    case Kind::kObject:
      break;
  }
  if (value.borrowed()) return *value.borrowed();
  base::Json object = base::Json::object();
  base::Json::Object& members = object.mutable_members();
  members.reserve(value.own_object()->size);
  for (const Member& member : value.own_object()->members()) {
    if (auto json = to_json_at(member.value, depth + 1))
      members.emplace_back(std::string(member.name), std::move(*json));
  }
  return object;
}

}  // namespace value_detail

std::optional<base::Json> to_json(const Value& value) { return value_detail::to_json_at(value, 0); }

}  // namespace jsonata
