#include "domain/money.h"

#include <algorithm>

#include "base/check.h"

namespace domain {
namespace money_detail {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::size_t kMaxWhole = 12, kMaxFraction = 4;

}  // namespace money_detail

using namespace money_detail;

std::optional<Money> parse_money(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  std::int64_t value = 0;
  std::size_t i = 0;
  for (; i < text.size() && is_digit(text[i]); ++i) {
    if (i == kMaxWhole) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  if (i == 0) return std::nullopt;
  std::size_t fraction = 0;
  if (i < text.size()) {
    if (text[i] != '.') return std::nullopt;
    fraction = text.size() - i - 1;
    if (fraction == 0 || fraction > kMaxFraction) return std::nullopt;
    for (++i; i < text.size(); ++i) {
      if (!is_digit(text[i])) return std::nullopt;
      value = value * 10 + (text[i] - '0');
    }
  }
  for (; fraction < kMaxFraction; ++fraction) value *= 10;
  return Money{negative ? -value : value};
}

base::Int128 divide_rounded(base::Int128 numerator, base::Int128 denominator) {
  CHECK(denominator > 0);
  const base::Int128 magnitude = numerator < 0 ? -numerator : numerator;
  const base::Int128 quotient = (2 * magnitude + denominator) / (2 * denominator);
  return numerator < 0 ? -quotient : quotient;
}

std::string format_integer(base::Int128 value) { return format_fixed(value, 0); }

std::string with_decimals(std::string_view number, int decimals) {
  std::string text(number);
  const auto point = number.find('.');
  const auto there = point == std::string_view::npos ? 0 : static_cast<int>(number.size() - point - 1);
  if (point == std::string_view::npos && decimals > 0) text += '.';
  if (there < decimals) text.append(static_cast<std::size_t>(decimals - there), '0');
  return text;
}

std::string format_fixed(base::Int128 value, int decimals) {
  const bool negative = value < 0;
  std::string reversed;
  for (int i = 0; value != 0 || i <= decimals; ++i) {
    if (i == decimals && decimals > 0) reversed += '.';
    const int digit = static_cast<int>(value % 10);
    reversed += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    value /= 10;
  }
  if (negative) reversed += '-';
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

std::optional<base::Int128> parse_integer(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 38) return std::nullopt;
  base::Int128 value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

}  // namespace domain
