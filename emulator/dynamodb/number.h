#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace dynamodb {

// DynamoDB's number: an exact decimal of up to 38 significant digits, zero or of a magnitude from 1E-130 to
// 9.99…E+125. The value is 0.d1d2…dn × 10^point; neither d1 nor dn is zero, and zero itself has no digits.
class Number {
 public:
  Number() = default;  // zero
  // Reads "12", "-0.5", "+1.20E-3". Throws the ValidationException that AWS answers to anything else.
  static Number parse(std::string_view text);
  // From what digits(), point() and is_negative() gave.
  static Number from_parts(bool negative, std::string_view digits, int point);

  // Canonical: no exponent, no superfluous zeros: "1000", "-0.0015".
  std::string text() const;
  // Exact, or the ValidationException of a result that has too many digits or lies out of range.
  Number plus(const Number& other) const;
  Number minus(const Number& other) const { return plus(other.negated()); }
  Number negated() const;
  // What it counts for in an item's size: two digits a byte, one byte for the exponent, one for the sign.
  std::size_t size() const;

  bool is_zero() const { return digits_.empty(); }
  bool is_negative() const { return negative_; }
  const std::string& digits() const { return digits_; }
  int point() const { return point_; }

  friend bool operator==(const Number& a, const Number& b) = default;
  friend std::strong_ordering operator<=>(const Number& a, const Number& b);

 private:
  // Drops zeros at both ends and checks digits and range.
  static Number checked(bool negative, std::string digits, long point);

  bool negative_ = false;
  int point_ = 0;
  std::string digits_ = {};
};

}  // namespace dynamodb
