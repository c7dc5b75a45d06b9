#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace domain {

// A calendar day, counted from 1970-01-01.
struct Day {
  std::int32_t number = 0;
  friend auto operator<=>(const Day&, const Day&) = default;
};

// The day of `YYYY-MM-DD` or `YYYY-MM-DD[T ]HH:MM:SS[.f{1,9}][Z| UTC|±HH[:]MM]`. Zoned stamps are taken to UTC, others
// as they stand. Nothing where that is no real calendar day, or not in the years 0001 to 9999, before or after.
std::optional<Day> parse_day(std::string_view text);

std::string format_day(Day day);  // "2025-07-07"

}  // namespace domain
