#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jsonata/integer_picture.h"

// Pictures of dates and times, as XPath has them (format-dateTime): "[D1o] [MNn] [Y0001], [H01]:[m01] [Z]".

namespace jsonata {

// One piece of a picture: text as it stands, or a component with how it is to be written.
struct DatePart {
  std::string literal = {};
  char component = 0;  // 0: the literal
  std::string presentation = {};
  char modifier = 0;  // a, t, c or o
  std::optional<LetterCase> names = {};
  std::optional<int> width_min = {};
  std::optional<int> width_max = {};
  bool has_width = false;
  std::optional<IntegerPicture> integer = {};
  int year_digits = -1;  // of Y, M, D: how many count
};

// Throws Fault D3131, D3132, D3135.
std::vector<DatePart> parse_date_picture(std::string_view picture);

// Milliseconds since 1970 as the picture says, at an offset of ±hhmm from UTC. Throws Fault D3133, D3134.
std::string format_date(double millis, const std::vector<DatePart>& picture, double timezone);

// The instant that `text` says, nothing where it does not fit the picture. What the picture leaves out before its first
// component comes from `now`. Throws Fault D3133, D3136.
std::optional<double> parse_date(std::string_view text, const std::vector<DatePart>& picture, double now,
                                 std::uint32_t regex_steps);

// The number that a component of an instant has (UTC): Y M D d F W w X x H h P m s f.
double date_component(double millis, char component);
// JavaScript's Date.UTC, months from 0; whatever is too many goes over into what is larger.
double utc_millis(double year, double month, double day = 1, double hour = 0, double minute = 0, double second = 0,
                  double milli = 0);
// Date.parse of an ISO 8601 timestamp; NaN where a field is out of its range. Without a zone: UTC, whatever the host's
// zone.
double parse_iso_date(std::string_view text);

inline constexpr std::string_view kDays[] = {"",         "Monday", "Tuesday",  "Wednesday",
                                             "Thursday", "Friday", "Saturday", "Sunday"};
inline constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                               "July",    "August",   "September", "October", "November", "December"};

}  // namespace jsonata
