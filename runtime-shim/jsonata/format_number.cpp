#include <algorithm>
#include <cmath>
#include <numeric>

#include "jsonata/builtins.h"
#include "jsonata/number_picture.h"
#include "jsonata/utf.h"

// $formatNumber: a number as a picture says (XPath's format-number).

namespace jsonata {
namespace format_number_detail {

std::string fixed(double value, std::size_t places) {
  std::string text(400 + places, '\0');
  const int size = std::snprintf(text.data(), text.size(), "%.*f", static_cast<int>(places), std::abs(value));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

// Digits in the picture's own family, with a decimal point of its own.
std::u16string digits_of(double value, std::size_t places, const NumberSymbols& symbols) {
  std::u16string out;
  for (const char c : fixed(value, places)) {
    out += c == '.' ? symbols.decimal_separator : std::u16string(1, static_cast<char16_t>(symbols.zero + (c - '0')));
  }
  return out;
}

void strip_zeros(std::u16string& text, char16_t zero) {
  text.erase(0, std::min(text.find_first_not_of(zero), text.size()));
  const std::size_t last = text.find_last_not_of(zero);
  text.erase(last == std::u16string::npos ? 0 : last + 1);
}

void pad(std::u16string& text, const SubPicture& picture, const NumberSymbols& symbols) {
  const auto point = static_cast<std::ptrdiff_t>(std::min(text.find(symbols.decimal_separator), text.size()));
  const std::ptrdiff_t left = static_cast<std::ptrdiff_t>(picture.least_integer) - point;
  const std::ptrdiff_t right =
      static_cast<std::ptrdiff_t>(picture.least_fraction) - (static_cast<std::ptrdiff_t>(text.size()) - point - 1);
  if (left > 0) text.insert(0, static_cast<std::size_t>(left), symbols.zero);
  if (right > 0) text.append(static_cast<std::size_t>(right), symbols.zero);
}

// Where `place` is outside the text JavaScript's slice counts as it does; here it stays at the ends.
void insert_at(std::u16string& text, std::ptrdiff_t place, const std::u16string& what) {
  const auto size = static_cast<std::ptrdiff_t>(text.size());
  if (place < 0) place = std::max<std::ptrdiff_t>(0, size + place);
  text.insert(static_cast<std::size_t>(std::min(place, size)), what);
}

void group(std::u16string& text, const SubPicture& picture, const NumberSymbols& symbols) {
  auto point = static_cast<std::ptrdiff_t>(text.find(symbols.decimal_separator));
  if (picture.regular_grouping > 0) {
    const auto distance = static_cast<std::ptrdiff_t>(picture.regular_grouping);
    const std::ptrdiff_t count = point > 0 ? (point - 1) / distance : 0;
    for (std::ptrdiff_t n = 1; n <= count; ++n) insert_at(text, point - n * distance, symbols.grouping_separator);
  } else {
    for (const std::size_t place : picture.integer_groups) {
      insert_at(text, point - static_cast<std::ptrdiff_t>(place), symbols.grouping_separator);
      ++point;
    }
  }
  point = static_cast<std::ptrdiff_t>(text.find(symbols.decimal_separator));
  for (const std::size_t place : picture.fraction_groups) {
    insert_at(text, static_cast<std::ptrdiff_t>(place) + point + 1, symbols.grouping_separator);
  }
}

// value = mantissa × 10^exponent with as many integer digits as the picture shows.
int scale(double& mantissa, const SubPicture& picture) {
  const double most = std::pow(10, static_cast<double>(picture.scaling));
  const double least = std::pow(10, static_cast<double>(picture.scaling) - 1);
  int exponent = 0;
  if (mantissa <= 0) return 0;  // what is not above zero would be multiplied for ever
  for (; mantissa < least; --exponent) mantissa *= 10;
  for (; mantissa > most; ++exponent) mantissa /= 10;
  return exponent;
}

}  // namespace format_number_detail

std::string format_number(double value, std::string_view picture, const Value& options) {
  using namespace format_number_detail;
  const NumberSymbols symbols = read_symbols(options);
  std::vector<SubPicture> pictures = parse_number_picture(to_utf16(picture), symbols);
  if (pictures.size() == 1) {
    pictures.push_back(pictures[0]);
    pictures[1].prefix = symbols.minus_sign + pictures[1].prefix;
  }
  if (!std::isfinite(value)) fail("D3001", Value::number(value));
  const SubPicture& chosen = value >= 0 ? pictures[0] : pictures[1];
  if (chosen.most_fraction > 100) fail("D3001", Value::number(static_cast<double>(chosen.most_fraction)));
  const auto has = [&](const std::u16string& symbol) { return chosen.text.find(symbol) != std::u16string::npos; };
  double mantissa = has(symbols.percent) ? value * 100 : has(symbols.per_mille) ? value * 1000 : value;
  int exponent = 0;
  if (chosen.least_exponent > 0) exponent = scale(mantissa, chosen);
  const double rounded = round_half_even(mantissa, static_cast<double>(chosen.most_fraction));

  std::u16string text = digits_of(rounded, chosen.most_fraction, symbols);
  if (text.find(symbols.decimal_separator) == std::u16string::npos) text += symbols.decimal_separator;
  strip_zeros(text, symbols.zero);
  pad(text, chosen, symbols);
  group(text, chosen, symbols);
  const std::size_t point = text.find(symbols.decimal_separator);
  if (!text.empty() && (!has(symbols.decimal_separator) || point + 1 == text.size())) text.pop_back();
  if (chosen.least_exponent > 0) {
    std::u16string digits = digits_of(exponent, 0, symbols);
    if (digits.size() < chosen.least_exponent) digits.insert(0, chosen.least_exponent - digits.size(), symbols.zero);
    text += symbols.exponent_separator + (exponent < 0 ? symbols.minus_sign : std::u16string()) + digits;
  }
  return from_utf16(chosen.prefix + text + chosen.suffix);
}

}  // namespace jsonata
