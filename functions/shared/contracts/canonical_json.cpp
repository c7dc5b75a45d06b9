#include "contracts/canonical_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/check.h"

namespace contracts {
namespace canonical_json_detail {

using base::Json;

// Where a byte stands in the order of code units. Only lead bytes meet where two texts first differ between characters.
int rank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0xF0) return byte - 0xF0 + 0xEE;  // four bytes: D800 to DBFF comes first in UTF-16
  if (byte >= 0xEE) return byte + 0x10;         // E000 to FFFF
  return byte;
}

void write(const Json& value, std::string& out) {
  switch (value.kind()) {
    case Json::Kind::kObject: {
      std::vector<const Json::Member*> members;
      members.reserve(value.size());
      for (const Json::Member& member : value.members()) members.push_back(&member);
      std::sort(members.begin(), members.end(), [](const Json::Member* a, const Json::Member* b) {
        return compare_code_units(a->first, b->first) < 0;
      });
      out += '{';
      for (std::size_t i = 0; i < members.size(); ++i) {
        if (i > 0) out += ',';
        out += base::quote_json(members[i]->first);
        out += ':';
        write(members[i]->second, out);
      }
      out += '}';
      return;
    }
    case Json::Kind::kArray:
      out += '[';
      for (std::size_t i = 0; i < value.size(); ++i) {
        if (i > 0) out += ',';
        write(value.elements()[i], out);
      }
      out += ']';
      return;
    case Json::Kind::kString:
      out += base::quote_json(value.as_string());
      return;
    case Json::Kind::kInt:
    case Json::Kind::kUnsigned:
    case Json::Kind::kDouble:
      out += print_number(value.as_double());
      return;
    case Json::Kind::kNull:
    case Json::Kind::kBool:
      out += value.dump();
      return;
  }
}

}  // namespace canonical_json_detail

std::string canonical_json(const base::Json& value) {
  std::string out;
  canonical_json_detail::write(value, out);
  return out;
}

int compare_code_units(std::string_view a, std::string_view b) {
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (in_a == a.end() || in_b == b.end()) return static_cast<int>(in_a != a.end()) - static_cast<int>(in_b != b.end());
  return canonical_json_detail::rank(*in_a) - canonical_json_detail::rank(*in_b);
}

std::string print_number(double number) {
  CHECK(std::isfinite(number));
  if (number == 0) return "0";  // -0 too
  char buffer[32];
  const auto printed = std::to_chars(buffer, buffer + sizeof buffer, std::abs(number), std::chars_format::scientific);
  const std::string_view text(buffer, static_cast<std::size_t>(printed.ptr - buffer));
  const std::size_t e = text.find('e');
  std::string digits(text.substr(0, e));
  std::erase(digits, '.');
  const std::size_t from = text[e + 1] == '+' ? e + 2 : e + 1;
  int exponent = 0;
  std::from_chars(text.data() + from, text.data() + text.size(), exponent);

  // ECMA-262, Number::toString: k digits, the value is 0.digits times 10 to the n.
  const int k = static_cast<int>(digits.size());
  const int n = exponent + 1;
  std::string out = number < 0 ? "-" : "";
  if (k <= n && n <= 21) return out + digits + std::string(static_cast<std::size_t>(n - k), '0');
  if (0 < n && n <= 21) return out + digits.insert(static_cast<std::size_t>(n), 1, '.');
  if (-6 < n && n <= 0) return out + "0." + std::string(static_cast<std::size_t>(-n), '0') + digits;
  if (k > 1) digits.insert(1, 1, '.');
  return out + digits + "e" + (n > 0 ? "+" : "-") + std::to_string(std::abs(n - 1));
}

}  // namespace contracts
