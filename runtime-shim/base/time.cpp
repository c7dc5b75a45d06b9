#include "base/time.h"

#include <fmt/compile.h>

#include <array>
#include <cmath>

namespace base {
namespace time_text {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Parts {
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0, weekday = 0;
  unsigned millis = 0;
};

Parts split(TimePoint time) {
  const auto days = floor<std::chrono::days>(time);
  const year_month_day date{days};
  const auto rest = floor<milliseconds>(time - days).count();
  return {.year = int(date.year()),
          .month = unsigned(date.month()),
          .day = unsigned(date.day()),
          .hour = unsigned(rest / 3'600'000),
          .minute = unsigned(rest / 60'000 % 60),
          .second = unsigned(rest / 1000 % 60),
          .weekday = weekday{days}.c_encoding(),
          .millis = unsigned(rest % 1000)};
}

// Reads exactly `digits` digits from the front of `text`.
std::optional<unsigned> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  unsigned value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + unsigned(text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

std::optional<TimePoint> join(int year, unsigned month, unsigned day, unsigned hour, unsigned minute, unsigned second) {
  const year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return TimePoint{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second};
}

}  // namespace time_text

using namespace time_text;

std::string format_iso8601(TimePoint time, Precision precision) {
  const Parts p = split(time);
  std::string text;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}"), p.year, p.month, p.day, p.hour, p.minute,
                 p.second);
  if (precision == Precision::kMilliseconds) fmt::format_to(out, FMT_COMPILE(".{:03}"), p.millis);
  text += 'Z';
  return text;
}

std::optional<TimePoint> parse_iso8601(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, "-")) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day || !(take(text, "T") || take(text, "t"))) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !take(text, ":")) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second) return std::nullopt;
  auto time = join(int(*year), *month, *day, *hour, *minute, *second);
  if (!time) return std::nullopt;
  if (take(text, ".")) {
    std::int64_t nanos = 0, unit = 100'000'000;
    std::size_t digits = 0;
    for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits, unit /= 10) {
      nanos += unit * (text[digits] - '0');
    }
    if (digits == 0) return std::nullopt;
    text.remove_prefix(digits);
    *time += nanoseconds{nanos};
  }
  if (text == "Z" || text == "z") return time;
  const bool east = text.starts_with('+');
  if (!east && !text.starts_with('-')) return std::nullopt;
  text.remove_prefix(1);
  const auto offset_hours = take_number(text, 2);
  if (!offset_hours || !take(text, ":")) return std::nullopt;
  const auto offset_minutes = take_number(text, 2);
  if (!offset_minutes || !text.empty() || *offset_hours > 23 || *offset_minutes > 59) return std::nullopt;
  const auto offset = hours{*offset_hours} + minutes{*offset_minutes};
  return east ? *time - offset : *time + offset;
}

std::string format_http_date(TimePoint time) {
  const Parts p = split(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[p.weekday], p.day, kMonths[p.month - 1], p.year,
                     p.hour, p.minute, p.second);
}

std::optional<TimePoint> parse_http_date(std::string_view text) {
  const auto comma = text.find(", ");
  if (comma == std::string_view::npos) return std::nullopt;
  text.remove_prefix(comma + 2);
  const auto day = take_number(text, 2);
  if (!day || !take(text, " ")) return std::nullopt;
  unsigned month = 0;
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (text.starts_with(kMonths[i])) month = i + 1;
  }
  if (month == 0) return std::nullopt;
  text.remove_prefix(3);
  if (!take(text, " ")) return std::nullopt;
  const auto year = take_number(text, 4);
  if (!year || !take(text, " ")) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !take(text, ":")) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || text != " GMT") return std::nullopt;
  return join(int(*year), month, *day, *hour, *minute, *second);
}

std::string format_amz_date(TimePoint time) {
  const Parts p = split(time);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", p.year, p.month, p.day, p.hour, p.minute, p.second);
}

std::optional<TimePoint> parse_amz_date(std::string_view text) {
  const auto year = take_number(text, 4);
  const auto month = take_number(text, 2);
  const auto day = take_number(text, 2);
  if (!year || !month || !day || !take(text, "T")) return std::nullopt;
  const auto hour = take_number(text, 2);
  const auto minute = take_number(text, 2);
  const auto second = take_number(text, 2);
  if (!hour || !minute || !second || text != "Z") return std::nullopt;
  return join(int(*year), *month, *day, *hour, *minute, *second);
}

std::string format_day(TimePoint time) {
  const Parts p = split(time);
  return fmt::format("{:04}-{:02}-{:02}", p.year, p.month, p.day);
}

std::int64_t to_epoch_millis(TimePoint time) { return floor<milliseconds>(time.time_since_epoch()).count(); }

double to_epoch_seconds(TimePoint time) { return double(to_epoch_millis(time)) / 1000.0; }

TimePoint from_epoch_millis(std::int64_t millis) { return TimePoint{milliseconds{millis}}; }

TimePoint from_epoch_seconds(double seconds) { return from_epoch_millis(std::llround(seconds * 1000)); }

}  // namespace base
