#include "emulator/dynamodb/number.h"

#include <algorithm>

#include "emulator/dynamodb/errors.h"

namespace dynamodb {
namespace number_detail {

constexpr std::size_t kMaxDigits = 38;
constexpr int kMaxPoint = 126;   // 9.99E+125 is 0.999 × 10^126
constexpr int kMinPoint = -129;  // 1E-130 is 0.1 × 10^-129

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::strong_ordering compare_magnitudes(const Number& a, const Number& b) {
  if (a.is_zero() || b.is_zero()) return b.is_zero() <=> a.is_zero();
  if (a.point() != b.point()) return a.point() <=> b.point();
  return a.digits().compare(b.digits()) <=> 0;
}

// The digits of `number` as an integer of units of 10^unit, `width` long.
std::string aligned(const Number& number, int unit, int width) {
  std::string result(static_cast<std::size_t>(width), '0');
  const int first = width - (number.point() - unit);
  std::copy(number.digits().begin(), number.digits().end(), result.begin() + first);
  return result;
}

}  // namespace number_detail

Number Number::checked(bool negative, std::string digits, long point) {
  using namespace number_detail;
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return Number();
  point -= static_cast<long>(first);
  digits.erase(digits.find_last_not_of('0') + 1);
  digits.erase(0, first);
  if (point > kMaxPoint) throw number_overflow();
  if (point < kMinPoint) throw number_underflow();
  if (digits.size() > kMaxDigits) throw too_many_digits();
  return from_parts(negative, digits, static_cast<int>(point));
}

Number Number::from_parts(bool negative, std::string_view digits, int point) {
  Number result;
  if (digits.empty()) return result;
  result.negative_ = negative;
  result.point_ = point;
  result.digits_ = digits;
  return result;
}

Number Number::parse(std::string_view text) {
  using namespace number_detail;
  std::string_view rest = text;
  bool negative = false;
  if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) {
    negative = rest[0] == '-';
    rest.remove_prefix(1);
  }
  std::string digits;
  long point = 0;
  bool seen_point = false;
  std::size_t i = 0;
  for (; i < rest.size() && (is_digit(rest[i]) || (rest[i] == '.' && !seen_point)); ++i) {
    if (rest[i] == '.') {
      seen_point = true;
    } else {
      digits += rest[i];
      if (!seen_point) ++point;
    }
  }
  if (digits.empty()) throw not_a_number(text);
  if (i < rest.size()) {
    if (rest[i] != 'e' && rest[i] != 'E') throw not_a_number(text);
    ++i;
    bool exponent_negative = false;
    if (i < rest.size() && (rest[i] == '-' || rest[i] == '+')) exponent_negative = rest[i++] == '-';
    if (i == rest.size()) throw not_a_number(text);
    long exponent = 0;
    for (; i < rest.size(); ++i) {
      if (!is_digit(rest[i])) throw not_a_number(text);
      exponent = std::min(exponent * 10 + (rest[i] - '0'), 1'000'000'000L);
    }
    point += exponent_negative ? -exponent : exponent;
  }
  return checked(negative, std::move(digits), point);
}

std::string Number::text() const {
  if (is_zero()) return "0";
  std::string result = negative_ ? "-" : "";
  const int count = static_cast<int>(digits_.size());
  if (point_ <= 0) {
    result += "0.";
    result.append(static_cast<std::size_t>(-point_), '0');
    result += digits_;
  } else if (point_ >= count) {
    result += digits_;
    result.append(static_cast<std::size_t>(point_ - count), '0');
  } else {
    result.append(digits_, 0, static_cast<std::size_t>(point_));
    result += '.';
    result.append(digits_, static_cast<std::size_t>(point_));
  }
  return result;
}

Number Number::negated() const { return from_parts(!negative_, digits_, point_); }

Number Number::plus(const Number& other) const {
  using namespace number_detail;
  if (is_zero()) return other;
  if (other.is_zero()) return *this;
  const bool subtract = negative_ != other.negative_;
  const bool swapped = compare_magnitudes(*this, other) < 0;
  const Number& larger = swapped ? other : *this;
  const Number& smaller = swapped ? *this : other;
  const auto unit_of = [](const Number& n) { return n.point_ - static_cast<int>(n.digits_.size()); };
  const int unit = std::min(unit_of(larger), unit_of(smaller));
  const int width = larger.point_ - unit + 1;  // one more for the carry; at most 300
  std::string sum = aligned(larger, unit, width);
  const std::string addend = aligned(smaller, unit, width);
  int carry = 0;
  for (std::size_t i = sum.size(); i-- > 0;) {
    const int b = addend[i] - '0' + carry;
    int digit = sum[i] - '0' + (subtract ? -b : b);
    carry = digit < 0 || digit > 9;
    digit += digit < 0 ? 10 : digit > 9 ? -10 : 0;
    sum[i] = static_cast<char>('0' + digit);
  }
  return checked(larger.negative_, std::move(sum), larger.point_ + 1);
}

std::size_t Number::size() const {
  if (is_zero()) return 1;
  // Pairs of digits are counted from the point, so an odd one at the front takes a byte of its own.
  const std::size_t odd_front = point_ % 2 != 0 ? 1 : 0;
  return 1 + (digits_.size() + odd_front + 1) / 2 + (negative_ ? 1 : 0);
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  if (a.negative_ != b.negative_) return b.negative_ <=> a.negative_;
  return a.negative_ ? number_detail::compare_magnitudes(b, a) : number_detail::compare_magnitudes(a, b);
}

}  // namespace dynamodb
