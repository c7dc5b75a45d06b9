#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/json.h"
#include "emulator/dynamodb/number.h"

namespace dynamodb {

using base::Json;

enum class Type : std::uint8_t {
  kString,
  kNumber,
  kBinary,
  kBool,
  kNull,
  kStringSet,
  kNumberSet,
  kBinarySet,
  kList,
  kMap
};

std::string_view name_of(Type type);   // "S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"
std::string_view title_of(Type type);  // "STRING", "NUMBER" … as update expressions' errors say it

// One typed value. Maps keep the order in which their attributes came; equality does not look at it, nor at a set's.
struct AttributeValue {
  using List = std::vector<AttributeValue>;
  using Map = std::vector<std::pair<std::string, AttributeValue>>;
  using Texts = std::vector<std::string>;
  using Numbers = std::vector<Number>;

  Type type = Type::kNull;
  // kString, kBinary (raw bytes): std::string; kBool: bool; kNull: nothing.
  std::variant<std::monostate, bool, std::string, Number, Texts, Numbers, List, Map> content = {};

  static AttributeValue string(std::string text) { return {Type::kString, std::move(text)}; }
  static AttributeValue number(Number value) { return {Type::kNumber, std::move(value)}; }
  static AttributeValue list(List elements) { return {Type::kList, std::move(elements)}; }
  static AttributeValue map(Map members) { return {Type::kMap, std::move(members)}; }

  bool is(Type asked) const { return type == asked; }
  bool is_set() const { return type == Type::kStringSet || type == Type::kNumberSet || type == Type::kBinarySet; }
  const std::string& text() const { return std::get<std::string>(content); }
  bool truth() const { return std::get<bool>(content); }
  const Number& number() const { return std::get<Number>(content); }
  const Texts& texts() const { return std::get<Texts>(content); }
  const Numbers& numbers() const { return std::get<Numbers>(content); }
  const List& list() const { return std::get<List>(content); }
  const Map& map() const { return std::get<Map>(content); }
  Texts& texts() { return std::get<Texts>(content); }
  Numbers& numbers() { return std::get<Numbers>(content); }
  List& list() { return std::get<List>(content); }
  Map& map() { return std::get<Map>(content); }

  friend bool operator==(const AttributeValue& a, const AttributeValue& b);
};

using Item = AttributeValue::Map;

const AttributeValue* find(const Item& item, std::string_view name);
AttributeValue* find(Item& item, std::string_view name);
void set(Item& item, std::string_view name, AttributeValue value);
void drop(Item& item, std::string_view name);

// The wire's form: {"S": "text"}. Reading throws the ValidationException that AWS has for what is wrong.
AttributeValue parse_value(const Json& wire);
Item parse_item(const Json& wire);  // a map of them
Json to_json(const AttributeValue& value);
Json to_json(const Item& item);

// What counts against the 400 KB of an item and for capacity units: names in UTF-8, values by AWS's rules of size.
inline constexpr std::size_t kMaxItemSize = 400 * 1024;
std::size_t size_of(const AttributeValue& value);
std::size_t size_of(const Item& item);

}  // namespace dynamodb
