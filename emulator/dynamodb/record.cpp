#include "emulator/dynamodb/record.h"

#include "base/check.h"

// version  members
// members  count (name value)*
// value    type byte, then: text | number | 0/1 | nothing | count text* | count number* | count value* | members
// text     length bytes                       count, length: LEB128
// number   sign byte, point + 256 as LEB128, digits as text

namespace dynamodb {
namespace record_detail {

constexpr char kVersion = 1;

void put_count(std::string& out, std::size_t count) {
  while (count >= 0x80) {
    out += static_cast<char>(count | 0x80);
    count >>= 7;
  }
  out += static_cast<char>(count);
}

void put_text(std::string& out, std::string_view text) {
  put_count(out, text.size());
  out += text;
}

void put_number(std::string& out, const Number& number) {
  out += static_cast<char>(number.is_negative());
  put_count(out, static_cast<std::size_t>(number.point() + 256));
  put_text(out, number.digits());
}

void put_members(std::string& out, const Item& members);

void put_value(std::string& out, const AttributeValue& value) {
  out += static_cast<char>(value.type);
  switch (value.type) {
    case Type::kString:
    case Type::kBinary:
      return put_text(out, value.text());
    case Type::kNumber:
      return put_number(out, value.number());
    case Type::kBool:
      out += static_cast<char>(value.truth());
      return;
    case Type::kNull:
      return;
    case Type::kStringSet:
    case Type::kBinarySet:
      put_count(out, value.texts().size());
      for (const std::string& text : value.texts()) put_text(out, text);
      return;
    case Type::kNumberSet:
      put_count(out, value.numbers().size());
      for (const Number& number : value.numbers()) put_number(out, number);
      return;
    case Type::kList:
      put_count(out, value.list().size());
      for (const AttributeValue& element : value.list()) put_value(out, element);
      return;
    case Type::kMap:
      return put_members(out, value.map());
  }
}

void put_members(std::string& out, const Item& members) {
  put_count(out, members.size());
  for (const auto& [name, value] : members) {
    put_text(out, name);
    put_value(out, value);
  }
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool at_end() const { return rest_.empty(); }

  std::uint8_t byte() {
    CHECK(!rest_.empty());
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::size_t count() {
    std::size_t value = 0;
    for (int shift = 0;; shift += 7) {
      const std::size_t next = byte();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
  }
  std::string_view text() {
    const std::size_t length = count();
    CHECK(length <= rest_.size());
    const std::string_view value = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return value;
  }
  Number number() {
    const bool negative = byte() != 0;
    const int point = static_cast<int>(count()) - 256;
    return Number::from_parts(negative, text(), point);
  }
  AttributeValue value() {
    const auto type = static_cast<Type>(byte());
    switch (type) {
      case Type::kString:
      case Type::kBinary:
        return {type, std::string(text())};
      case Type::kNumber:
        return {type, number()};
      case Type::kBool:
        return {type, byte() != 0};
      case Type::kNull:
        return {};
      case Type::kStringSet:
      case Type::kBinarySet:
        return {type, many<std::string>([&] { return std::string(text()); })};
      case Type::kNumberSet:
        return {type, many<Number>([&] { return number(); })};
      case Type::kList:
        return {type, many<AttributeValue>([&] { return value(); })};
      case Type::kMap:
        return {type, members()};
    }
    CHECK(!"a type that this version knows");
    return {};
  }
  Item members() {
    return many<Item::value_type>([&] {
      std::string name(text());
      return Item::value_type(std::move(name), value());
    });
  }

 private:
  template <class Element, class Read>
  std::vector<Element> many(Read read) {
    const std::size_t size = count();
    std::vector<Element> result;
    result.reserve(size);
    for (std::size_t i = 0; i < size; ++i) result.push_back(read());
    return result;
  }

  std::string_view rest_ = {};
};

}  // namespace record_detail

std::string to_record(const Item& item) {
  std::string out(1, record_detail::kVersion);
  record_detail::put_members(out, item);
  return out;
}

Item from_record(std::string_view record) {
  record_detail::Reader reader(record);
  CHECK(reader.byte() == record_detail::kVersion);
  Item item = reader.members();
  CHECK(reader.at_end());
  return item;
}

}  // namespace dynamodb
