#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Pictures of integers, as XPath has them (format-integer): "#,##0", "W", "I", "A", "001;o".

namespace jsonata {

enum class LetterCase : std::uint8_t { kLower, kUpper, kTitle };

struct Separator {
  int position = 0;  // digits to its right
  std::string character = {};
};

struct IntegerPicture {
  enum class Primary : std::uint8_t { kDecimal, kLetters, kRoman, kWords, kSequence };

  Primary primary = Primary::kDecimal;
  LetterCase letter_case = LetterCase::kLower;
  bool ordinal = false;
  std::uint32_t zero = '0';  // of the digits' family
  int mandatory_digits = 0;
  int optional_digits = 0;
  std::vector<Separator> separators = {};  // from the right; of a regular picture only the first counts
  bool regular = false;                    // it comes again after every so many digits
  std::string token = {};                  // of a sequence that is not supported
  int width = 0;                           // of a date's component: exactly so many digits; 0: any
};

// Throws Fault D3131.
IntegerPicture parse_integer_picture(std::string_view picture);
// Throws Fault D3130.
std::string format_integer(double value, const IntegerPicture& picture);
// A regular expression (ECMA) for what the picture writes. Throws Fault D3130.
std::string integer_pattern(const IntegerPicture& picture);
// The number that `text` says; NaN where it says none.
double parse_integer(std::string_view text, const IntegerPicture& picture);

// JavaScript's parseInt: the integer that a text begins with, or NaN.
double leading_integer(std::string_view text);

// In words: "one hundred and five", "fifth". Title case; and back, from lower case.
std::string number_to_words(double value, bool ordinal);
double words_to_number(std::string_view text);
std::string words_pattern();

}  // namespace jsonata
