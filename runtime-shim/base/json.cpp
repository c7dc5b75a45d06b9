#include "base/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace base {
namespace json_detail {

[[noreturn]] void wrong_kind(const Json& value, std::string_view wanted) {
  throw JsonError(fmt::format("expected {}, found {}", wanted, value.kind_name()));
}

}  // namespace json_detail

using namespace json_detail;

Json::Json(unsigned long value) {
  if (value <= static_cast<unsigned long>(std::numeric_limits<std::int64_t>::max())) {
    value_ = static_cast<std::int64_t>(value);
  } else {
    value_ = static_cast<std::uint64_t>(value);
  }
}

Json::Json(std::initializer_list<Field> members) {
  Object object;
  object.reserve(members.size());
  for (const Field& field : members) object.emplace_back(std::string(field.name), std::move(field.value));
  value_ = std::move(object);
}

std::string_view Json::kind_name() const {
  switch (kind()) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "boolean";
    case Kind::kInt:
    case Kind::kUnsigned:
    case Kind::kDouble:
      return "number";
    case Kind::kString:
      return "string";
    case Kind::kArray:
      return "array";
    case Kind::kObject:
      return "object";
  }
  return "";
}

bool Json::as_bool() const {
  if (const auto* value = std::get_if<bool>(&value_)) return *value;
  wrong_kind(*this, "a boolean");
}

std::int64_t Json::as_int() const {
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return *value;
  if (const auto* value = std::get_if<double>(&value_);
      value && *value == std::trunc(*value) && std::abs(*value) < 9e15) {
    return static_cast<std::int64_t>(*value);
  }
  wrong_kind(*this, "an integer of 64 bits");
}

std::uint64_t Json::as_unsigned() const {
  if (const auto* value = std::get_if<std::uint64_t>(&value_)) return *value;
  if (const std::int64_t value = as_int(); value >= 0) return static_cast<std::uint64_t>(value);
  wrong_kind(*this, "an integer from 0 up");
}

double Json::as_double() const {
  if (const auto* value = std::get_if<double>(&value_)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*value);
  if (const auto* value = std::get_if<std::uint64_t>(&value_)) return static_cast<double>(*value);
  wrong_kind(*this, "a number");
}

const std::string& Json::as_string() const {
  if (const auto* value = std::get_if<std::string>(&value_)) return *value;
  wrong_kind(*this, "a string");
}

std::string& Json::as_string() { return const_cast<std::string&>(std::as_const(*this).as_string()); }

std::span<const Json> Json::elements() const {
  if (const auto* array = std::get_if<Array>(&value_)) return *array;
  return {};
}

std::span<const Json::Member> Json::members() const {
  if (const auto* object = std::get_if<Object>(&value_)) return *object;
  return {};
}

std::size_t Json::size() const { return is_object() ? members().size() : elements().size(); }

const Json* Json::find(std::string_view name) const {
  for (const auto& [key, value] : members()) {
    if (key == name) return &value;
  }
  return nullptr;
}

Json* Json::find(std::string_view name) { return const_cast<Json*>(std::as_const(*this).find(name)); }

const Json& Json::at(std::string_view name) const {
  if (const Json* found = find(name)) return *found;
  throw JsonError(fmt::format("no member \"{}\" in {}", name, kind_name()));
}

const Json& Json::at(std::size_t index) const {
  if (index < elements().size()) return elements()[index];
  throw JsonError(fmt::format("no element {} in {} of {}", index, kind_name(), elements().size()));
}

Json& Json::at(std::size_t index) { return const_cast<Json&>(std::as_const(*this).at(index)); }

std::string Json::text(std::string_view name, std::string_view otherwise) const {
  const Json* found = find(name);
  return found && found->is_string() ? found->as_string() : std::string(otherwise);
}

Json& Json::operator[](std::string_view name) {
  if (Json* found = find(name)) return *found;
  if (is_null()) value_ = Object{};
  return mutable_members().emplace_back(std::string(name), Json()).second;
}

Json& Json::set(std::string_view name, Json value) {
  (*this)[name] = std::move(value);
  return *this;
}

void Json::push_back(Json element) {
  if (is_null()) value_ = Array{};
  mutable_elements().push_back(std::move(element));
}

bool Json::erase(std::string_view name) {
  auto* object = std::get_if<Object>(&value_);
  return object && std::erase_if(*object, [&](const Member& member) { return member.first == name; }) > 0;
}

Json::Array& Json::mutable_elements() {
  if (auto* array = std::get_if<Array>(&value_)) return *array;
  wrong_kind(*this, "an array");
}

Json::Object& Json::mutable_members() {
  if (auto* object = std::get_if<Object>(&value_)) return *object;
  wrong_kind(*this, "an object");
}

bool operator==(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) {
    return a.kind() == b.kind() ? a.value_ == b.value_ : a.as_double() == b.as_double();
  }
  if (a.is_object() && b.is_object()) {
    return a.size() == b.size() && std::ranges::all_of(a.members(), [&](const Json::Member& member) {
             const Json* other = b.find(member.first);
             return other && member.second == *other;
           });
  }
  return a.value_ == b.value_;
}

}  // namespace base
