#include "jsonata/date_picture.h"

#include <algorithm>

#include "base/text.h"
#include "jsonata/fault.h"

// Reads pictures.

namespace jsonata {
namespace date_picture_detail {

std::string default_presentation(char component) {
  switch (component) {
    case 'F':
    case 'P':
    case 'C':
    case 'E':
      return "n";
    case 'm':
    case 's':
      return "01";
    case 'Z':
    case 'z':
      return "01:01";
    case 'Y':
    case 'M':
    case 'D':
    case 'd':
    case 'W':
    case 'w':
    case 'X':
    case 'x':
    case 'H':
    case 'h':
    case 'f':
      return "1";
    default:
      return {};
  }
}

std::optional<int> read_width(std::string_view text) {
  if (text == "*") return std::nullopt;
  const double width = leading_integer(text);
  return width > -1000 && width < 1000 ? std::optional(static_cast<int>(width)) : std::nullopt;
}

void read_width(DatePart& part, std::string_view width) {
  part.has_width = true;
  const std::size_t dash = width.find('-');
  part.width_min = read_width(width.substr(0, dash));
  if (dash != std::string_view::npos) part.width_max = read_width(width.substr(dash + 1));
}

void read_presentation(DatePart& part, std::string_view text) {
  if (text.empty()) {
    part.presentation = default_presentation(part.component);
  } else if (text.size() > 1 && std::string_view("atco").find(text.back()) != std::string_view::npos) {
    part.modifier = text.back();
    part.presentation = text.substr(0, text.size() - 1);
  } else {
    part.presentation = text;
  }
  if (part.presentation.empty()) {
    fail("D3132", part.component ? Value::string(std::string_view(&part.component, 1)) : Value::string(""));
  }
}

// How many digits of years, months and days count: those the width allows, else those the picture shows.
void read_year_digits(DatePart& part) {
  IntegerPicture& integer = *part.integer;
  if (part.width_max) {
    part.year_digits = integer.mandatory_digits = *part.width_max;
  } else if (const int shown = integer.mandatory_digits + integer.optional_digits; shown >= 2) {
    part.year_digits = shown;
  }
}

DatePart read_component(std::string_view marker) {
  std::string text;
  for (const char c : marker) {
    if (std::string_view(" \t\n\r\v\f").find(c) == std::string_view::npos) text += c;
  }
  DatePart part;
  std::string_view rest = text;
  part.component = rest.empty() ? '\0' : rest[0];
  rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
  if (const std::size_t comma = rest.rfind(','); comma != std::string_view::npos) {
    read_width(part, rest.substr(comma + 1));
    rest = rest.substr(0, comma);
  }
  read_presentation(part, rest);
  const std::string& presentation = part.presentation;
  if (presentation[0] == 'n') {
    part.names = LetterCase::kLower;
  } else if (presentation[0] == 'N') {
    part.names = presentation.starts_with("Nn") ? LetterCase::kTitle : LetterCase::kUpper;
  } else if (std::string_view("YMDdFWwXxHhmsf").find(part.component) != std::string_view::npos) {
    part.integer = parse_integer_picture(part.modifier ? presentation + ";" + part.modifier : presentation);
    if (part.width_min) part.integer->mandatory_digits = std::max(part.integer->mandatory_digits, *part.width_min);
    if (std::string_view("YMD").find(part.component) != std::string_view::npos) read_year_digits(part);
  }
  if (part.component == 'Z' || part.component == 'z') part.integer = parse_integer_picture(presentation);
  return part;
}

}  // namespace date_picture_detail

std::vector<DatePart> parse_date_picture(std::string_view picture) {
  std::vector<DatePart> parts;
  const auto add_literal = [&](std::size_t start, std::size_t end) {
    if (end > start) parts.push_back({.literal = base::replace_all(picture.substr(start, end - start), "]]", "]")});
  };
  std::size_t start = 0, at = 0;
  while (at < picture.size()) {
    if (picture[at] != '[') {
      ++at;
      continue;
    }
    add_literal(start, at);
    if (at + 1 < picture.size() && picture[at + 1] == '[') {
      parts.push_back({.literal = "["});
      start = at += 2;
      continue;
    }
    const std::size_t end = picture.find(']', at);
    if (end == std::string_view::npos) fail("D3135");
    parts.push_back(date_picture_detail::read_component(picture.substr(at + 1, end - at - 1)));
    start = at = end + 1;
  }
  add_literal(start, at);
  return parts;
}

}  // namespace jsonata
