// The wire's form of typed values: {"S": "text"}, {"NS": ["1", "2"]}, {"M": {"a": {"NULL": true}}}.

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "emulator/dynamodb/attribute_value.h"
#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/shape.h"

namespace dynamodb {
namespace attribute_value_json {

constexpr int kMaxDepth = 32;  // levels of lists and maps (Service quotas: attribute values)

std::optional<Type> find_type(std::string_view name) {
  for (int i = 0; i < 10; ++i) {
    if (name_of(static_cast<Type>(i)) == name) return static_cast<Type>(i);
  }
  return std::nullopt;
}

std::string bytes_of(const Json& wire) {
  auto bytes = base::from_base64(wire.as_string());
  if (!bytes) throw serialization("Invalid Base64 character dectected");
  return *std::move(bytes);
}

std::string listed(const Json& wire) {
  std::vector<std::string> texts;
  for (const Json& element : wire.elements()) texts.push_back(element.as_string());
  return "[" + base::join(texts, ", ") + "]";
}

AttributeValue parse_texts(Type type, const Json& wire) {
  AttributeValue::Texts texts;
  std::unordered_set<std::string_view> seen;
  if (wire.empty()) {
    throw invalid_parameter(type == Type::kStringSet ? "An string set  may not be empty"
                                                     : "Binary sets should not be empty");
  }
  for (const Json& element : wire.elements()) {
    if (!seen.insert(element.as_string()).second) {
      throw invalid_parameter(fmt::format("Input collection {}{} contains duplicates.", listed(wire),
                                          type == Type::kStringSet ? "" : "of type BS"));
    }
    texts.push_back(type == Type::kStringSet ? element.as_string() : bytes_of(element));
  }
  return {type, std::move(texts)};
}

AttributeValue parse_numbers(const Json& wire) {
  if (wire.empty()) throw invalid_parameter("An number set  may not be empty");
  AttributeValue::Numbers numbers;
  for (const Json& element : wire.elements()) numbers.push_back(Number::parse(element.as_string()));
  auto sorted = numbers;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end()) throw validation("Input collection contains duplicates");
  return {Type::kNumberSet, std::move(numbers)};
}

AttributeValue parse(const Json& wire, int depth);

AttributeValue parse_content(Type type, const Json& wire, int depth) {
  switch (type) {
    case Type::kString:
      return {type, wire.as_string()};
    case Type::kBinary:
      return {type, bytes_of(wire)};
    case Type::kNumber:
      return {type, Number::parse(wire.as_string())};
    case Type::kBool:
      return {type, boolean_of(wire)};
    case Type::kNull:
      if (!boolean_of(wire)) throw invalid_parameter("Null attribute value types must have the value of true");
      return {};
    case Type::kStringSet:
    case Type::kBinarySet:
      return parse_texts(type, wire);
    case Type::kNumberSet:
      return parse_numbers(wire);
    case Type::kList: {
      AttributeValue::List list;
      list.reserve(wire.size());
      for (const Json& element : wire.elements()) list.push_back(parse(element, depth + 1));
      return {type, std::move(list)};
    }
    case Type::kMap: {
      AttributeValue::Map map;
      map.reserve(wire.size());
      for (const auto& [name, value] : wire.members()) map.emplace_back(name, parse(value, depth + 1));
      return {type, std::move(map)};
    }
  }
  return {};
}

AttributeValue parse(const Json& wire, int depth) {
  if (depth > kMaxDepth) throw validation("Nesting Levels have exceeded supported limits");
  AttributeValue result;
  int found = 0;
  for (const auto& [name, content] : wire.members()) {
    const auto type = find_type(name);
    if (!type || content.is_null()) continue;
    result = parse_content(*type, content, depth);
    ++found;
  }
  if (found == 0) {
    throw validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }
  if (found > 1) {
    throw validation(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
  }
  return result;
}

template <class Elements, class Spell>
Json spelled(const Elements& elements, Spell spell) {
  Json::Array array;
  array.reserve(elements.size());
  for (const auto& element : elements) array.push_back(spell(element));
  return array;
}

Json content_of(const AttributeValue& value) {
  switch (value.type) {
    case Type::kString:
      return value.text();
    case Type::kBinary:
      return base::to_base64(value.text());
    case Type::kNumber:
      return value.number().text();
    case Type::kBool:
      return value.truth();
    case Type::kNull:
      return true;
    case Type::kStringSet:
      return spelled(value.texts(), [](const std::string& text) { return Json(text); });
    case Type::kBinarySet:
      return spelled(value.texts(), [](const std::string& bytes) { return Json(base::to_base64(bytes)); });
    case Type::kNumberSet:
      return spelled(value.numbers(), [](const Number& number) { return Json(number.text()); });
    case Type::kList:
      return spelled(value.list(), [](const AttributeValue& element) { return to_json(element); });
    case Type::kMap:
      return to_json(value.map());
  }
  return {};
}

}  // namespace attribute_value_json

AttributeValue parse_value(const Json& wire) { return attribute_value_json::parse(wire, 1); }

Item parse_item(const Json& wire) {
  Item item;
  item.reserve(wire.size());
  for (const auto& [name, value] : wire.members()) item.emplace_back(name, parse_value(value));
  return item;
}

Json to_json(const AttributeValue& value) {
  Json result = Json::object();
  result.mutable_members().emplace_back(std::string(name_of(value.type)), attribute_value_json::content_of(value));
  return result;
}

Json to_json(const Item& item) {
  Json result = Json::object();
  auto& members = result.mutable_members();
  members.reserve(item.size());
  for (const auto& [name, value] : item) members.emplace_back(name, to_json(value));
  return result;
}

}  // namespace dynamodb
