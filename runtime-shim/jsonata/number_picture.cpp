#include "jsonata/number_picture.h"

#include <algorithm>
#include <numeric>

#include "jsonata/arena.h"
#include "jsonata/fault.h"
#include "jsonata/utf.h"

namespace jsonata {
namespace number_picture_detail {

constexpr std::size_t kNone = std::u16string_view::npos;

bool is_one(const std::u16string& symbol, char16_t c) { return symbol.size() == 1 && symbol[0] == c; }

// A sub-picture taken apart.
struct PictureParts {
  std::u16string_view whole = {}, prefix = {}, suffix = {}, active = {}, mantissa = {}, integer = {}, fraction = {};
  std::optional<std::u16string_view> exponent = {};
};

std::u16string_view cut(std::u16string_view text, std::size_t start, std::size_t end = kNone) {
  start = std::min(start, text.size());
  end = std::min(end, text.size());
  return start <= end ? text.substr(start, end - start) : text.substr(end, start - end);  // as JavaScript's substring
}

PictureParts take_apart(std::u16string_view whole, const NumberSymbols& symbols) {
  const auto counts = [&](char16_t c) { return symbols.is_active(c) && !is_one(symbols.exponent_separator, c); };
  const auto first = std::ranges::find_if(whole, counts);
  if (first == whole.end()) fail("D3085");
  PictureParts parts{.whole = whole};
  const auto start = static_cast<std::size_t>(first - whole.begin());
  std::size_t end = whole.size();
  while (!counts(whole[end - 1])) --end;
  parts.prefix = whole.substr(0, start);
  parts.suffix = whole.substr(end);
  parts.active = whole.substr(start, end - start);
  const std::size_t exponent = whole.find(symbols.exponent_separator, start);
  if (exponent == kNone || exponent > end) {
    parts.mantissa = parts.active;
  } else {
    // The reference measures from the sub-picture's start, not from that of its active part.
    parts.mantissa = cut(parts.active, 0, exponent);
    parts.exponent = cut(parts.active, exponent + 1);
  }
  const std::size_t point = parts.mantissa.find(symbols.decimal_separator);
  parts.integer = point == kNone ? parts.mantissa : cut(parts.mantissa, 0, point);
  parts.fraction = point == kNone ? parts.suffix : cut(parts.mantissa, point + 1);
  return parts;
}

std::size_t count_digits(std::u16string_view text, const NumberSymbols& symbols, bool optional_too) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [&](char16_t c) { return symbols.is_digit(c) || (optional_too && is_one(symbols.digit, c)); }));
}

void validate(const PictureParts& parts, const NumberSymbols& symbols) {
  std::string_view error;  // the last that is found counts
  const auto twice = [&](const std::u16string& symbol) {
    return parts.whole.find(symbol) != parts.whole.rfind(symbol);
  };
  const auto has = [&](const std::u16string& symbol) { return parts.whole.find(symbol) != kNone; };
  if (twice(symbols.decimal_separator)) error = "D3081";
  if (twice(symbols.percent)) error = "D3082";
  if (twice(symbols.per_mille)) error = "D3083";
  if (has(symbols.percent) && has(symbols.per_mille)) error = "D3084";
  if (count_digits(parts.mantissa, symbols, true) == 0) error = "D3085";
  if (!std::ranges::all_of(parts.active, [&](char16_t c) { return symbols.is_active(c); })) error = "D3086";
  const std::size_t point = parts.whole.find(symbols.decimal_separator);
  const auto is_grouping = [&](std::size_t at) {
    return at < parts.whole.size() && is_one(symbols.grouping_separator, parts.whole[at]);
  };
  if (point != kNone) {
    if (is_grouping(point - 1) || is_grouping(point + 1)) error = "D3087";
  } else if (!parts.integer.empty() && is_one(symbols.grouping_separator, parts.integer.back())) {
    error = "D3088";
  }
  if (has(symbols.grouping_separator + symbols.grouping_separator)) error = "D3089";
  const std::size_t optional = parts.integer.find(symbols.digit);
  if (optional != kNone && count_digits(parts.integer.substr(0, optional), symbols, false) > 0) error = "D3090";
  const std::size_t last_optional = parts.fraction.rfind(symbols.digit);
  if (last_optional != kNone && count_digits(parts.fraction.substr(last_optional), symbols, false) > 0) error = "D3091";
  if (parts.exponent) {
    const std::u16string_view exponent = *parts.exponent;
    if (!exponent.empty() && (has(symbols.percent) || has(symbols.per_mille))) error = "D3092";
    if (exponent.empty() || count_digits(exponent, symbols, false) < exponent.size()) error = "D3093";
  }
  if (!error.empty()) fail(error);
}

std::vector<std::size_t> group_places(const PictureParts& parts, std::u16string_view part, const NumberSymbols& symbols,
                                      bool to_left) {
  std::vector<std::size_t> places;
  for (std::size_t at = part.find(symbols.grouping_separator); at != kNone;) {
    places.push_back(count_digits(to_left ? cut(part, 0, at) : cut(part, at), symbols, true));
    at = parts.integer.find(symbols.grouping_separator, at + 1);  // in the integer part, whichever is looked at
  }
  return places;
}

std::size_t regular_distance(const std::vector<std::size_t>& places) {
  if (places.empty()) return 0;
  std::size_t factor = places[0];
  for (const std::size_t place : places) factor = std::gcd(factor, place);
  for (std::size_t i = 1; i <= places.size(); ++i) {
    if (std::ranges::find(places, i * factor) == places.end()) return 0;
  }
  return factor;
}

SubPicture analyse(const PictureParts& parts, const NumberSymbols& symbols) {
  SubPicture result{.text = std::u16string(parts.whole),
                    .prefix = std::u16string(parts.prefix),
                    .suffix = std::u16string(parts.suffix)};
  result.integer_groups = group_places(parts, parts.integer, symbols, false);
  result.regular_grouping = regular_distance(result.integer_groups);
  result.fraction_groups = group_places(parts, parts.fraction, symbols, true);
  result.scaling = result.least_integer = count_digits(parts.integer, symbols, false);
  result.least_fraction = count_digits(parts.fraction, symbols, false);
  result.most_fraction = count_digits(parts.fraction, symbols, true);
  if (result.least_integer == 0 && result.most_fraction == 0) {
    if (parts.exponent) {
      result.least_fraction = result.most_fraction = 1;
    } else {
      result.least_integer = 1;
    }
  }
  if (parts.exponent && result.least_integer == 0 && parts.integer.find(symbols.digit) != kNone)
    result.least_integer = 1;
  if (result.least_integer == 0 && result.least_fraction == 0) result.least_fraction = 1;
  if (parts.exponent) result.least_exponent = count_digits(*parts.exponent, symbols, false);
  return result;
}

}  // namespace number_picture_detail

using namespace number_picture_detail;

bool NumberSymbols::is_active(char16_t c) const {
  return is_digit(c) || is_one(decimal_separator, c) || is_one(exponent_separator, c) ||
         is_one(grouping_separator, c) || is_one(digit, c) || is_one(pattern_separator, c);
}

NumberSymbols read_symbols(const Value& options) {
  NumberSymbols symbols;
  const auto read = [&](std::string_view name, std::u16string& symbol) {
    const Value given = options.find(name);
    if (given.is_string() && !given.as_string().empty()) symbol = to_utf16(given.as_string());
  };
  read("decimal-separator", symbols.decimal_separator);
  read("grouping-separator", symbols.grouping_separator);
  read("exponent-separator", symbols.exponent_separator);
  read("minus-sign", symbols.minus_sign);
  read("percent", symbols.percent);
  read("per-mille", symbols.per_mille);
  read("digit", symbols.digit);
  read("pattern-separator", symbols.pattern_separator);
  std::u16string zero(1, symbols.zero);
  read("zero-digit", zero);
  symbols.zero = zero[0];
  return symbols;
}

std::vector<SubPicture> parse_number_picture(std::u16string_view picture, const NumberSymbols& symbols) {
  std::vector<PictureParts> parts;
  for (std::size_t start = 0;;) {
    const std::size_t end = picture.find(symbols.pattern_separator, start);
    if (parts.size() == 2) fail("D3080");
    parts.push_back({.whole = picture.substr(start, end == kNone ? kNone : end - start)});
    if (end == kNone) break;
    start = end + symbols.pattern_separator.size();
  }
  for (PictureParts& part : parts) part = take_apart(part.whole, symbols);
  std::vector<SubPicture> result;
  for (const PictureParts& part : parts) validate(part, symbols);
  for (const PictureParts& part : parts) result.push_back(analyse(part, symbols));
  return result;
}

}  // namespace jsonata
