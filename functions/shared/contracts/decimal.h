#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Decimal text, exact: money and quantities never become doubles. The shortest form has no exponent, no plus, no
// leading zero and no trailing zero after the point, so that equal numbers are equal texts.

namespace contracts {

// The shortest form of `-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?` with an exponent within 30; nothing for
// any other text.
std::optional<std::string> shortest_decimal(std::string_view text);

// An amount in a currency's minor units (`-?[0-9]{1,30}`) as a decimal of the currency: "1999", "EUR" is "19.99".
// ISO 4217's exponents; two where the currency is not known.
std::optional<std::string> from_minor_units(std::string_view amount, std::string_view currency);

// Adds decimals exactly: up to 60 digits before and 30 after the point, a billion of them at least.
class ExactSum {
 public:
  // False, and nothing is added, where shortest_decimal() has no form for it or it has more than 30 digits after the
  // point.
  bool add(std::string_view decimal);
  std::string text() const;  // the shortest form

 private:
  static constexpr std::size_t kFraction = 30;
  // Base 10⁹, the least first; the first limbs hold the fraction. Each sign has a sum of its own, and the difference
  // is made when it is read.
  using Limbs = std::array<std::uint32_t, 12>;
  Limbs positive_ = {}, negative_ = {};
};

}  // namespace contracts
