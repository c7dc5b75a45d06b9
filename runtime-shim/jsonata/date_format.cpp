#include <cmath>

#include "base/text.h"
#include "jsonata/date_picture.h"
#include "jsonata/fault.h"
#include "jsonata/value.h"

// Writes an instant as a picture says.

namespace jsonata {
namespace date_format_detail {

[[noreturn]] void fail_component(std::string_view code, char component) {
  fail(code, Value::string(std::string_view(&component, 1)));
}

std::string in_case(std::string_view name, LetterCase letter_case) {
  if (letter_case == LetterCase::kTitle) return std::string(name);
  return letter_case == LetterCase::kUpper ? base::to_upper(name) : base::to_lower(name);
}

std::string named(const DatePart& part, double value) {
  std::string_view name;
  if (part.component == 'M' || part.component == 'x') {
    name = kMonths[static_cast<std::size_t>(value) - 1];
  } else if (part.component == 'F') {
    name = kDays[static_cast<std::size_t>(value)];
  } else {
    fail_component("D3133", part.component);
  }
  std::string text = in_case(name, *part.names);
  if (part.width_max && *part.width_max >= 0) text = text.substr(0, static_cast<std::size_t>(*part.width_max));
  return text;
}

std::string zone(const DatePart& part, double hours, double minutes) {
  const double offset = hours * 100 + minutes;
  const IntegerPicture& integer = *part.integer;
  std::string text;
  if (integer.regular) {
    text = format_integer(offset, integer);
  } else if (integer.mandatory_digits == 1 || integer.mandatory_digits == 2) {
    text = format_integer(hours, integer);
    if (minutes != 0) text += ":" + format_integer(std::floor(minutes), parse_integer_picture("00"));
  } else if (integer.mandatory_digits == 3 || integer.mandatory_digits == 4) {
    text = format_integer(offset, integer);
  } else {
    fail("D3134", Value::number(integer.mandatory_digits));
  }
  if (offset >= 0) text = "+" + text;
  if (part.component == 'z') text = "GMT" + text;
  return offset == 0 && part.modifier == 't' ? "Z" : text;
}

std::string component(const DatePart& part, double millis, double hours, double minutes) {
  double value = date_component(millis, part.component);
  switch (part.component) {
    case 'Z':
    case 'z':
      return zone(part, hours, minutes);
    case 'P': {
      const std::string_view half = value == 1 ? "pm" : "am";
      return part.names == LetterCase::kUpper ? base::to_upper(half) : std::string(half);
    }
    case 'C':
    case 'E':
      return "ISO";
    default:
      break;
  }
  if (std::isnan(value)) {
    // A letter that no component has, but with a presentation: JavaScript writes what it does not find.
    return "undefined";
  }
  if (part.component == 'Y' && part.year_digits != -1) value = std::fmod(value, std::pow(10, part.year_digits));
  if (part.names) return named(part, value);
  return format_integer(value, *part.integer);
}

}  // namespace date_format_detail

std::string format_date(double millis, const std::vector<DatePart>& picture, double timezone) {
  const double hours = std::floor(timezone / 100);
  const double minutes = std::fmod(timezone, 100);
  const double local = millis + (60 * hours + minutes) * 60'000;
  std::string out;
  for (const DatePart& part : picture) {
    out += part.component ? date_format_detail::component(part, std::floor(local), hours, minutes) : part.literal;
  }
  return out;
}

}  // namespace jsonata
