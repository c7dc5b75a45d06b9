#include "contracts/decimal.h"

#include <algorithm>

#include "base/text.h"
#include "contracts/currencies.h"

namespace contracts {
namespace decimal_detail {

constexpr std::size_t kMaxDigits = 30;
constexpr std::size_t kMaxExponent = 30;
constexpr std::size_t kMaxExponentDigits = 3;
constexpr std::uint32_t kBase = 1'000'000'000;
constexpr std::size_t kLimbDigits = 9;

// Takes the digits that `text` begins with.
std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; });
  const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

bool fits(std::string_view digits) { return !digits.empty() && digits.size() <= kMaxDigits; }

std::string shortest(bool negative, std::string_view whole, std::string_view fraction) {
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);  // npos + 1 is 0
  if (whole.empty() && fraction.empty()) return "0";
  std::string text = negative ? "-" : "";
  text += whole.empty() ? "0" : whole;
  if (!fraction.empty()) text.append(".").append(fraction);
  return text;
}

}  // namespace decimal_detail

using namespace decimal_detail;

std::optional<std::string> shortest_decimal(std::string_view text) {
  const bool negative = take(text, '-');
  std::string whole(take_digits(text)), fraction;
  if (!fits(whole)) return {};
  if (take(text, '.')) {
    fraction = take_digits(text);
    if (!fits(fraction)) return {};
  }
  if (take(text, 'e') || take(text, 'E')) {
    const bool down = take(text, '-');
    if (!down) take(text, '+');
    const std::string_view digits = take_digits(text);
    if (digits.empty() || digits.size() > kMaxExponentDigits) return {};
    const auto exponent = static_cast<std::size_t>(*base::parse_int(digits));
    if (exponent > kMaxExponent) return {};
    if (down) {  // the point moves to the left
      if (whole.size() < exponent) whole.insert(0, exponent - whole.size(), '0');
      fraction.insert(0, whole, whole.size() - exponent);
      whole.resize(whole.size() - exponent);
    } else {
      if (fraction.size() < exponent) fraction.append(exponent - fraction.size(), '0');
      whole.append(fraction, 0, exponent);
      fraction.erase(0, exponent);
    }
  }
  if (!text.empty()) return {};
  return shortest(negative, whole, fraction);
}

std::optional<std::string> from_minor_units(std::string_view amount, std::string_view currency) {
  const bool negative = take(amount, '-');
  std::string digits(take_digits(amount));
  if (!fits(digits) || !amount.empty()) return {};
  const std::size_t exponent = minor_digits(currency);
  if (digits.size() < exponent) digits.insert(0, exponent - digits.size(), '0');
  const std::size_t whole = digits.size() - exponent;
  return shortest(negative, std::string_view(digits).substr(0, whole), std::string_view(digits).substr(whole));
}

bool ExactSum::add(std::string_view decimal) {
  const auto form = shortest_decimal(decimal);
  if (!form) return false;
  std::string_view rest = *form;
  Limbs& sum = take(rest, '-') ? negative_ : positive_;
  std::string digits(take_digits(rest));
  const std::string_view fraction = rest.substr(std::min<std::size_t>(rest.size(), 1));
  if (fraction.size() > kFraction) return false;
  digits.append(fraction).append(kFraction - fraction.size(), '0');

  std::uint32_t carry = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    std::uint32_t limb = carry;
    if (!digits.empty()) {
      const std::size_t from = digits.size() > kLimbDigits ? digits.size() - kLimbDigits : 0;
      limb += static_cast<std::uint32_t>(*base::parse_int(std::string_view(digits).substr(from)));
      digits.resize(from);
    }
    limb += sum[i];
    carry = limb / kBase;
    sum[i] = limb % kBase;
  }
  return true;
}

std::string ExactSum::text() const {
  const bool negative = std::lexicographical_compare(positive_.rbegin(), positive_.rend(),  //
                                                     negative_.rbegin(), negative_.rend());
  const Limbs& larger = negative ? negative_ : positive_;
  const Limbs& smaller = negative ? positive_ : negative_;
  std::string digits;  // written from the end, then turned around
  std::uint32_t borrow = 0;
  for (std::size_t i = 0; i < larger.size(); ++i) {
    const std::uint32_t take_away = smaller[i] + borrow;
    borrow = larger[i] < take_away ? 1 : 0;
    std::uint32_t limb = larger[i] + borrow * kBase - take_away;
    for (std::size_t digit = 0; digit < kLimbDigits; ++digit, limb /= 10) digits += static_cast<char>('0' + limb % 10);
  }
  std::reverse(digits.begin(), digits.end());
  const std::size_t whole = digits.size() - kFraction;
  return shortest(negative, std::string_view(digits).substr(0, whole), std::string_view(digits).substr(whole));
}

}  // namespace contracts
