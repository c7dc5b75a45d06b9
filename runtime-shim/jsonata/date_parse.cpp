#include <array>
#include <cmath>

#include "base/text.h"
#include "jsonata/date_picture.h"
#include "jsonata/fault.h"
#include "jsonata/regex.h"

// Reads an instant as a picture says.

namespace jsonata {
namespace date_parse_detail {

// What each component of a text was read as, by its letter.
class Components {
 public:
  bool has(char component) const { return values_[index(component)].has_value(); }
  double get(char component) const { return values_[index(component)].value_or(std::nan("")); }
  void set(char component, double value) { values_[index(component)] = value; }
  // As JavaScript asks: there, and neither 0 nor NaN.
  bool is_true(char component) const { return has(component) && get(component) != 0 && !std::isnan(get(component)); }

 private:
  static std::size_t index(char component) { return static_cast<unsigned char>(component) & 127u; }
  std::array<std::optional<double>, 128> values_ = {};
};

std::string escaped(std::string_view literal) {
  std::string out;
  for (const char c : literal) {
    if (std::string_view(".*+?^${}()|[]\\").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

bool is_zone(char component) { return component == 'Z' || component == 'z'; }

// The sign between the hours and minutes of a zone, if the picture has one.
std::string_view zone_separator(const DatePart& part) {
  return part.integer->regular ? std::string_view(part.integer->separators[0].character) : std::string_view();
}

std::string pattern_of(const DatePart& part) {
  if (!part.component) return escaped(part.literal);
  if (is_zone(part.component)) {
    const std::string_view separator = zone_separator(part);
    const std::string minutes = separator.empty() ? "" : std::string(separator) + "[0-9]+";
    return (part.component == 'z' ? "GMT[-+][0-9]+" : "[-+][0-9]+") + minutes;
  }
  if (part.integer) {
    IntegerPicture integer = *part.integer;
    integer.width = std::min(part.year_digits, 1000);
    return integer_pattern(integer);
  }
  if (std::string_view("MxFP").find(part.component) == std::string_view::npos) {
    fail("D3133", Value::string(std::string_view(&part.component, 1)));
  }
  return "[a-zA-Z]+";
}

double parse_zone(const DatePart& part, std::string_view text) {
  if (part.component == 'z') text.remove_prefix(std::min<std::size_t>(3, text.size()));
  const std::string_view separator = zone_separator(part);
  if (!separator.empty()) {
    const std::size_t at = text.find(separator);
    return leading_integer(text.substr(0, at)) * 60 + leading_integer(text.substr(at + 1));
  }
  if (text.size() <= 3) return leading_integer(text) * 60;
  return leading_integer(text.substr(0, 3)) * 60 + leading_integer(text.substr(3));
}

// The number of a name; nothing where there is none such (the text's own letters count, as in the reference).
std::optional<double> parse_name(const DatePart& part, std::string_view text) {
  if (part.component == 'P') {
    if (text == "am" || text == "AM") return 0;
    return text == "pm" || text == "PM" ? std::optional(1.0) : std::nullopt;
  }
  const auto shortened = [&](std::string_view name) {
    const int width = part.width_max.value_or(0);
    return width > 0 ? name.substr(0, static_cast<std::size_t>(width)) : name;
  };
  if (part.component == 'F') {
    for (std::size_t i = 1; i < std::size(kDays); ++i) {
      if (shortened(kDays[i]) == text) return static_cast<double>(i);
    }
    return std::nullopt;
  }
  for (std::size_t i = 0; i < std::size(kMonths); ++i) {
    if (shortened(kMonths[i]) == text) return static_cast<double>(i + 1);
  }
  return std::nullopt;
}

// Which of `letters` were given, a bit each, the first the highest.
unsigned given(const Components& components, std::string_view letters) {
  unsigned mask = 0;
  for (const char letter : letters) mask = mask << 1 | (components.is_true(letter) ? 1u : 0u);
  return mask;
}

// Some of `type` and nothing else was given.
bool is_only(unsigned mask, unsigned type) { return (mask & ~type) == 0 && (mask & type) != 0; }

// What is missing before the first component given comes from now, behind it from the beginning of a year or a day.
void complete(Components& components, std::string_view order, double now) {
  bool started = false, ended = false;
  for (const char letter : order) {
    if (components.has(letter)) {
      started = true;
      if (ended) fail("D3136");
    } else if (started) {
      components.set(letter, std::string_view("MDd").find(letter) != std::string_view::npos ? 1 : 0);
      ended = true;
    } else {
      components.set(letter, date_component(now, letter));
    }
  }
}

double assembled(Components& components, double now) {
  // The combinations of date and time components that belong together; the masks are the reference's.
  const unsigned date = given(components, "YXMxWwdD");
  const bool by_date = is_only(date, 0b10100001), by_day = !by_date && is_only(date, 0b10000010);
  const bool by_week_of_month = is_only(date, 0b01010100), by_week = !by_week_of_month && is_only(date, 0b01001000);
  const unsigned time = given(components, "PHhmsf");
  const bool half_days = !is_only(time, 0b010111) && is_only(time, 0b101111);

  const std::string date_order = by_day ? "YD" : by_week_of_month ? "XxwF" : by_week ? "XWF" : "YMD";
  complete(components, date_order + (half_days ? "Phmsf" : "Hmsf"), now);
  if (by_week_of_month || by_week) fail("D3136");
  double month = components.get('M') > 0 ? components.get('M') - 1 : 0;
  double day = components.get('D');
  if (by_day) {
    const double date_of_day = utc_millis(components.get('Y'), 0) + (components.get('d') - 1) * 86'400'000;
    month = date_component(date_of_day, 'M') - 1;
    day = date_component(date_of_day, 'D');
  }
  double hour = components.get('H');
  if (half_days) hour = (components.get('h') == 12 ? 0 : components.get('h')) + (components.get('P') == 1 ? 12 : 0);
  double millis =
      utc_millis(components.get('Y'), month, day, hour, components.get('m'), components.get('s'), components.get('f'));
  const char zone = components.is_true('Z') ? 'Z' : 'z';
  if (components.is_true(zone)) millis -= components.get(zone) * 60'000;
  return millis;
}

}  // namespace date_parse_detail

using namespace date_parse_detail;

std::optional<double> parse_date(std::string_view text, const std::vector<DatePart>& picture, double now,
                                 std::uint32_t regex_steps) {
  std::string pattern = "^";
  for (const DatePart& part : picture) pattern += "(" + pattern_of(part) + ")";
  std::optional<Regex::Match> match;
  try {
    match = Regex::compile(pattern + "$", {.ignore_case = true}).find(text, 0, regex_steps);
  } catch (const RegexError& error) {
    fail(error.out_of_steps ? "U1003" : "D3136");
  }
  if (!match) return std::nullopt;
  Components components;
  bool any = false;
  for (std::size_t i = 0; i < picture.size(); ++i) {
    const DatePart& part = picture[i];
    if (!part.component) continue;
    const std::string_view value = match->groups[i].value_or(std::string_view());
    any = true;
    if (is_zone(part.component)) {
      components.set(part.component, parse_zone(part, value));
    } else if (part.integer) {
      components.set(part.component, parse_integer(value, *part.integer));
    } else if (const auto number = parse_name(part, value)) {
      components.set(part.component, *number);
    }
  }
  if (!any) return std::nullopt;
  return assembled(components, now);
}

double parse_iso_date(std::string_view text) {
  std::size_t at = 0;
  const auto number = [&](std::size_t digits) {
    double value = 0;
    for (std::size_t i = 0; i < digits; ++i, ++at) {
      if (at >= text.size() || text[at] < '0' || text[at] > '9') return std::nan("");
      value = value * 10 + (text[at] - '0');
    }
    return value;
  };
  const auto skip = [&](char c) {
    if (at >= text.size() || text[at] != c) return false;
    ++at;
    return true;
  };
  const double year = number(4);
  double month = 1, day = 1, hour = 0, minute = 0, second = 0, milli = 0, zone = 0;
  if (skip('-')) {
    month = number(2);
    if (skip('-')) day = number(2);
  }
  if (skip('T')) {
    hour = number(2);
    if (!skip(':')) return std::nan("");
    minute = number(2);
    if (!skip(':')) return std::nan("");
    second = number(2);
    if (skip('.')) {
      double unit = 100;
      for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit = std::floor(unit) / 10) {
        milli += std::floor(unit) * (text[at] - '0');
      }
    }
  }
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    const double sign = text[at++] == '-' ? -1 : 1;
    const double zone_hours = number(2);
    skip(':');
    const double zone_minutes = number(2);
    if (!(zone_hours < 24) || !(zone_minutes < 60)) return std::nan("");
    zone = sign * (zone_hours * 60 + zone_minutes);
  } else {
    skip('Z');
  }
  const bool in_range = month >= 1 && month <= 12 && day >= 1 && day <= 31 && minute < 60 && second < 60 &&
                        (hour < 24 || (hour == 24 && minute == 0 && second == 0 && milli == 0));
  if (at != text.size() || !in_range) return std::nan("");
  const double full_year = utc_millis(year + 400, month - 1, day, hour, minute - zone, second, milli);
  return full_year - 146'097.0 * 86'400'000;  // 400 years of the calendar: Date.UTC would read 0050 as 1950
}

}  // namespace jsonata
