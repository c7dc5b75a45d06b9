#include "emulator/dynamodb/key.h"

#include "base/check.h"
#include "base/digest.h"

namespace dynamodb {
namespace key_detail {

// Text: its bytes with 00 written 00 FF, ended by 00 01, so that "a" sorts before "a\0" and "a\0" before "ab".
void append_escaped(std::string& key, std::string_view bytes) {
  for (const char c : bytes) {
    key += c;
    if (c == '\0') key += '\xff';
  }
}

// Numbers: a byte for the sign, one for the point, digits in pairs (01 to 64 hex), 00. Negative ones turned over.
void append_number(std::string& key, const Number& number) {
  if (number.is_zero()) {
    key += '\x01';
    return;
  }
  std::string magnitude(1, static_cast<char>(number.point() + 129));
  const std::string& digits = number.digits();
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int second = i + 1 < digits.size() ? digits[i + 1] - '0' : 0;
    magnitude += static_cast<char>(1 + (digits[i] - '0') * 10 + second);
  }
  magnitude += '\0';
  if (number.is_negative()) {
    for (char& c : magnitude) c = static_cast<char>(~c);
  }
  key += number.is_negative() ? '\x00' : '\x02';
  key += magnitude;
}

// The bytes that AWS digests of a number: base-100 digits counted from the point, each plus one, behind an exponent.
std::string digested_number(const Number& number) {
  if (number.is_zero()) return "\x80";
  const bool odd = number.point() % 2 != 0;
  std::string digits = (odd ? "0" : "") + number.digits();
  if (digits.size() % 2 != 0) digits += '0';
  int exponent = (number.point() + (odd ? 1 : 0)) / 2 - 64;
  if (number.is_negative()) exponent = ~exponent;
  std::string bytes(1, static_cast<char>(exponent));
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int pair = (digits[i] - '0') * 10 + digits[i + 1] - '0';
    bytes += static_cast<char>(number.is_negative() ? 101 - pair : pair + 1);
  }
  if (number.is_negative() && digits.size() / 2 < 20) bytes += 'f';
  return bytes;
}

}  // namespace key_detail

void append_key_prefix(std::string& key, const AttributeValue& value) {
  CHECK(value.is(Type::kString) || value.is(Type::kBinary));
  key_detail::append_escaped(key, value.text());
}

void append_key_part(std::string& key, const AttributeValue& value) {
  if (value.is(Type::kNumber)) return key_detail::append_number(key, value.number());
  append_key_prefix(key, value);
  key += '\0';
  key += '\x01';
}

std::string slot_of(const AttributeValue& hash) {
  const std::string bytes = hash.is(Type::kNumber) ? key_detail::digested_number(hash.number()) : hash.text();
  return base::md5("Outliers" + bytes).substr(0, kSlotBytes);
}

std::string first_slot(std::int64_t segment, std::int64_t total_segments) {
  // Segments share 4,096 slots out among them, the first half of the three bytes. (A million segments share them too:
  // most are then empty.)
  const std::int64_t slot = (4096 * segment + total_segments - 1) / total_segments;
  if (slot >= 4096) return {};  // more segments than slots: the last ones are empty or end with the table
  return {static_cast<char>(slot >> 4), static_cast<char>((slot & 0xf) << 4), '\0'};
}

}  // namespace dynamodb
