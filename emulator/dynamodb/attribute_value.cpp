#include "emulator/dynamodb/attribute_value.h"

#include <algorithm>
#include <array>

namespace dynamodb {
namespace attribute_value_detail {

constexpr std::array<std::string_view, 10> kTypeNames = {"S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"};
constexpr std::array<std::string_view, 10> kTitles = {"STRING",     "NUMBER",     "BINARY",     "BOOLEAN", "NULL",
                                                      "STRING_SET", "NUMBER_SET", "BINARY_SET", "LIST",    "MAP"};

template <class Elements>
bool same_set(const Elements& a, const Elements& b) {
  return a.size() == b.size() &&
         std::ranges::all_of(a, [&](const auto& element) { return std::ranges::find(b, element) != b.end(); });
}

bool same_map(const Item& a, const Item& b) {
  return a.size() == b.size() && std::ranges::all_of(a, [&](const auto& member) {
           const AttributeValue* other = find(b, member.first);
           return other && member.second == *other;
         });
}

}  // namespace attribute_value_detail

using namespace attribute_value_detail;

std::string_view name_of(Type type) { return kTypeNames[static_cast<std::size_t>(type)]; }
std::string_view title_of(Type type) { return kTitles[static_cast<std::size_t>(type)]; }

bool operator==(const AttributeValue& a, const AttributeValue& b) {
  if (a.type != b.type) return false;
  switch (a.type) {
    case Type::kStringSet:
    case Type::kBinarySet:
      return same_set(a.texts(), b.texts());
    case Type::kNumberSet:
      return same_set(a.numbers(), b.numbers());
    case Type::kMap:
      return same_map(a.map(), b.map());
    case Type::kList:
      return a.list() == b.list();
    case Type::kNumber:
      return a.number() == b.number();
    case Type::kString:
    case Type::kBinary:
      return a.text() == b.text();
    case Type::kBool:
      return a.truth() == b.truth();
    case Type::kNull:
      return true;
  }
  return false;
}

const AttributeValue* find(const Item& item, std::string_view name) {
  for (const auto& [key, value] : item) {
    if (key == name) return &value;
  }
  return nullptr;
}

AttributeValue* find(Item& item, std::string_view name) {
  return const_cast<AttributeValue*>(find(std::as_const(item), name));
}

void set(Item& item, std::string_view name, AttributeValue value) {
  if (AttributeValue* present = find(item, name)) {
    *present = std::move(value);
  } else {
    item.emplace_back(std::string(name), std::move(value));
  }
}

void drop(Item& item, std::string_view name) {
  std::erase_if(item, [&](const auto& member) { return member.first == name; });
}

std::size_t size_of(const AttributeValue& value) {
  std::size_t size = 0;
  switch (value.type) {
    case Type::kString:
    case Type::kBinary:
      return value.text().size();
    case Type::kNumber:
      return value.number().size();
    case Type::kBool:
    case Type::kNull:
      return 1;
    case Type::kStringSet:
    case Type::kBinarySet:
      for (const std::string& text : value.texts()) size += text.size();
      return size;
    case Type::kNumberSet:
      for (const Number& number : value.numbers()) size += number.size();
      return size;
    case Type::kList:
      size = 3;
      for (const AttributeValue& element : value.list()) size += 1 + size_of(element);
      return size;
    case Type::kMap:
      return 3 + value.map().size() + size_of(value.map());
  }
  return size;
}

std::size_t size_of(const Item& item) {
  std::size_t size = 0;
  for (const auto& [name, value] : item) size += name.size() + size_of(value);
  return size;
}

}  // namespace dynamodb
