#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/int128.h"

// Money is counted in whole ten-thousandths, so every sum is exact; it is rounded once, when a figure is shown.

namespace domain {

struct Money {
  std::int64_t ten_thousandths = 0;
  friend bool operator==(const Money&, const Money&) = default;
};

// `-?[0-9]{1,12}(\.[0-9]{1,4})?`: no exponent, no '+', no currency, no thousands separator.
std::optional<Money> parse_money(std::string_view text);

// numerator / denominator (> 0) to the nearest integer, halves away from zero, as Spark's round() does.
base::Int128 divide_rounded(base::Int128 numerator, base::Int128 denominator);

// 12345 with 2 decimals is "123.45".
std::string format_fixed(base::Int128 value, int decimals);
std::string format_integer(base::Int128 value);
// "19.9" with 2 decimals is "19.90". What has more decimals stays as it is.
std::string with_decimals(std::string_view number, int decimals);
std::optional<base::Int128> parse_integer(std::string_view text);  // up to 38 digits

}  // namespace domain
