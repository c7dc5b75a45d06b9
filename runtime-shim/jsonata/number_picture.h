#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jsonata/value.h"

// Pictures of numbers, as XPath's format-number has them: "#,##0.00", "0.0%", "00.000e0", and one for negative numbers
// after ';'.

namespace jsonata {

// The characters that mean something; the options of $formatNumber change them.
struct NumberSymbols {
  std::u16string decimal_separator = u".";
  std::u16string grouping_separator = u",";
  std::u16string exponent_separator = u"e";
  std::u16string minus_sign = u"-";
  std::u16string percent = u"%";
  std::u16string per_mille = u"\u2030";
  std::u16string digit = u"#";
  std::u16string pattern_separator = u";";
  char16_t zero = u'0';

  bool is_digit(char16_t c) const { return c >= zero && c < zero + 10; }
  bool is_active(char16_t c) const;
};
NumberSymbols read_symbols(const Value& options);

struct SubPicture {
  std::u16string text = {};
  std::u16string prefix = {};
  std::u16string suffix = {};
  std::vector<std::size_t> integer_groups = {};   // digits to the right of each separator
  std::vector<std::size_t> fraction_groups = {};  // to the left
  std::size_t regular_grouping = 0;               // the same distance everywhere; 0: not so
  std::size_t least_integer = 0;
  std::size_t scaling = 0;
  std::size_t least_fraction = 0;
  std::size_t most_fraction = 0;
  std::size_t least_exponent = 0;
};

// One or two. Throws Fault D3080 to D3093.
std::vector<SubPicture> parse_number_picture(std::u16string_view picture, const NumberSymbols& symbols);

}  // namespace jsonata
