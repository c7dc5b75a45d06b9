#include "jsonata/integer_picture.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "base/text.h"
#include "jsonata/evaluator.h"
#include "jsonata/fault.h"
#include "jsonata/utf.h"

namespace jsonata {
namespace integer_picture_detail {

// The zeros of Unicode's families of decimal digits.
constexpr std::uint32_t kZeros[] = {0x30,   0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6,
                                    0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0,
                                    0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620,
                                    0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10};

struct Roman {
  int value = 0;
  std::string_view letters = {};
};
constexpr Roman kRoman[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
                            {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
constexpr double kLargestRoman = 1e6;  // a thousand letters, and enough

std::string to_roman(double value) {
  if (value > kLargestRoman) fail("D3001", Value::number(value));
  std::string out;
  for (const Roman& roman : kRoman) {
    for (; value >= roman.value; value -= roman.value) out += roman.letters;
  }
  return out;
}

double from_roman(std::string_view text) {
  double decimal = 0, largest = 1;
  for (std::size_t i = text.size(); i-- > 0;) {
    double value = std::nan("");
    for (const Roman& roman : kRoman) {
      if (roman.letters.size() == 1 && roman.letters[0] == (text[i] | 32)) value = roman.value;
    }
    if (value < largest) {
      decimal -= value;
    } else {
      largest = value;
      decimal += value;
    }
  }
  return decimal;
}

std::string to_letters(double value, char first) {
  std::string out;
  for (; value > 0; value = std::floor((value - 1) / 26)) {
    out.insert(out.begin(), static_cast<char>(first + static_cast<int>(std::fmod(value - 1, 26))));
  }
  return out;
}

double from_letters(std::string_view text, char first) {
  double value = 0;
  for (const char c : text) value = value * 26 + (c - first + 1);
  return value;
}

// The distance at which all separators stand, if they are the same and stand everywhere.
int regular_distance(const std::vector<Separator>& separators) {
  if (separators.empty()) return 0;
  int factor = separators[0].position;
  for (const Separator& separator : separators) {
    if (separator.character != separators[0].character) return 0;
    factor = std::gcd(factor, separator.position);
  }
  for (std::size_t i = 1; i <= separators.size(); ++i) {
    const int wanted = static_cast<int>(i) * factor;
    if (std::ranges::find(separators, wanted, &Separator::position) == separators.end()) return 0;
  }
  return factor;
}

void read_decimal(IntegerPicture& picture, std::string_view text) {
  std::vector<std::uint32_t> characters;
  for (std::size_t at = 0; at < text.size();) characters.push_back(next_code_point(text, at));
  std::optional<std::uint32_t> zero;
  int position = 0;
  for (auto c = characters.rbegin(); c != characters.rend(); ++c) {
    const auto* family =
        std::ranges::find_if(kZeros, [&](std::uint32_t first) { return *c >= first && *c <= first + 9; });
    if (family != std::end(kZeros)) {
      if (zero && *zero != *family) fail("D3131");
      zero = *family;
      ++picture.mandatory_digits;
      ++position;
    } else if (*c == '#') {
      ++picture.optional_digits;
      ++position;
    } else {
      Separator separator{.position = position};
      append_code_point(separator.character, *c);
      picture.separators.push_back(separator);
    }
  }
  if (picture.mandatory_digits == 0) {
    picture.primary = IntegerPicture::Primary::kSequence;
    picture.token = text;
    return;
  }
  picture.zero = *zero;
  if (const int distance = regular_distance(picture.separators); distance > 0) {
    picture.regular = true;
    picture.separators = {{distance, picture.separators[0].character}};
  }
}

std::string with_digits_of(std::string_view digits, std::uint32_t zero) {
  std::string out;
  for (const char digit : digits)
    append_code_point(out, static_cast<std::uint32_t>(static_cast<unsigned char>(digit)) + zero - '0');
  return out;
}

std::string format_decimal(double value, const IntegerPicture& picture) {
  std::string digits = number_to_text(value);
  const auto wanted = static_cast<std::size_t>(std::clamp(picture.mandatory_digits, 0, 1000));
  if (digits.size() < wanted) digits.insert(0, wanted - digits.size(), '0');
  // From the right: digits and separators, one character each.
  std::vector<std::string> characters;
  for (const char digit : digits) characters.push_back(with_digits_of(std::string_view(&digit, 1), picture.zero));
  const auto insert = [&](std::size_t from_right, const std::string& character) {
    const std::size_t place = characters.size() - std::min(from_right, characters.size());
    characters.insert(characters.begin() + static_cast<std::ptrdiff_t>(place), character);
  };
  if (picture.regular) {
    const auto distance = static_cast<std::size_t>(picture.separators[0].position);
    for (std::size_t n = (digits.size() - 1) / distance; n > 0; --n)
      insert(n * distance, picture.separators[0].character);
  } else {
    // Outermost first: each place counts from the right end, where the earlier ones have left everything as it was.
    for (auto separator = picture.separators.rbegin(); separator != picture.separators.rend(); ++separator) {
      insert(static_cast<std::size_t>(separator->position), separator->character);
    }
  }
  std::string out;
  for (const std::string& character : characters) out += character;
  if (picture.ordinal) {
    const std::string& last = characters.back();
    const bool teen = characters.size() > 1 && characters[characters.size() - 2] == "1";
    out += teen ? "th" : last == "1" ? "st" : last == "2" ? "nd" : last == "3" ? "rd" : "th";
  }
  return out;
}

}  // namespace integer_picture_detail

using namespace integer_picture_detail;

double leading_integer(std::string_view text) {
  const std::size_t start = std::min(text.find_first_not_of(" \t\n\r"), text.size());
  std::size_t end = start;
  if (end < text.size() && (text[end] == '-' || text[end] == '+')) ++end;
  const std::size_t digits = end;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  if (end == digits) return std::nan("");
  return std::strtod(std::string(text.substr(start, end - start)).c_str(), nullptr);
}

IntegerPicture parse_integer_picture(std::string_view picture) {
  IntegerPicture result;
  std::string_view primary = picture;
  if (const std::size_t semicolon = picture.rfind(';'); semicolon != std::string_view::npos) {
    primary = picture.substr(0, semicolon);
    result.ordinal = picture.substr(semicolon + 1).starts_with('o');
  }
  using Primary = IntegerPicture::Primary;
  if (primary == "A" || primary == "a") {
    result.primary = Primary::kLetters;
  } else if (primary == "I" || primary == "i") {
    result.primary = Primary::kRoman;
  } else if (primary == "W" || primary == "w" || primary == "Ww") {
    result.primary = Primary::kWords;
  } else {
    read_decimal(result, primary);
    return result;
  }
  const bool upper = primary[0] < 'a';
  result.letter_case = primary == "Ww" ? LetterCase::kTitle : upper ? LetterCase::kUpper : LetterCase::kLower;
  return result;
}

std::string format_integer(double value, const IntegerPicture& picture) {
  if (!std::isfinite(value)) fail("D3001", Value::number(value));
  const bool negative = value < 0;
  value = std::abs(value);
  const bool upper = picture.letter_case == LetterCase::kUpper;
  std::string out;
  switch (picture.primary) {
    case IntegerPicture::Primary::kLetters:
      out = to_letters(value, upper ? 'A' : 'a');
      break;
    case IntegerPicture::Primary::kRoman:
      out = upper ? base::to_upper(to_roman(value)) : to_roman(value);
      break;
    case IntegerPicture::Primary::kWords:
      out = number_to_words(value, picture.ordinal);
      if (picture.letter_case != LetterCase::kTitle) out = upper ? base::to_upper(out) : base::to_lower(out);
      break;
    case IntegerPicture::Primary::kDecimal:
      out = format_decimal(value, picture);
      break;
    case IntegerPicture::Primary::kSequence:
      fail("D3130", Value::string(picture.token));
  }
  return negative ? "-" + out : out;
}

std::string integer_pattern(const IntegerPicture& picture) {
  const bool upper = picture.letter_case == LetterCase::kUpper;
  switch (picture.primary) {
    case IntegerPicture::Primary::kLetters:
      return upper ? "[A-Z]+" : "[a-z]+";
    case IntegerPicture::Primary::kRoman:
      return upper ? "[MDCLXVI]+" : "[mdclxvi]+";
    case IntegerPicture::Primary::kWords:
      return words_pattern();
    case IntegerPicture::Primary::kDecimal: {
      std::string count = "+";
      if (picture.width > 0) {
        const std::string most = std::to_string(picture.width);
        const int least = picture.width - picture.optional_digits;
        count = picture.optional_digits == 0 ? "{" + most + "}"
                                             : "{" + std::to_string(std::max(least, 0)) + "," + most + "}";
      }
      return "[0-9]" + count + (picture.ordinal ? "(?:th|st|nd|rd)" : "");
    }
    case IntegerPicture::Primary::kSequence:
      fail("D3130", Value::string(picture.token));
  }
  return {};
}

double parse_integer(std::string_view text, const IntegerPicture& picture) {
  const bool upper = picture.letter_case == LetterCase::kUpper;
  switch (picture.primary) {
    case IntegerPicture::Primary::kLetters:
      return from_letters(text, upper ? 'A' : 'a');
    case IntegerPicture::Primary::kRoman:
      return from_roman(text);
    case IntegerPicture::Primary::kWords:
      return words_to_number(base::to_lower(text));
    case IntegerPicture::Primary::kDecimal:
      break;
    case IntegerPicture::Primary::kSequence:
      fail("D3130", Value::string(picture.token));
  }
  std::string digits(text);
  if (picture.ordinal) digits.resize(digits.size() - std::min<std::size_t>(2, digits.size()));
  if (picture.regular) {
    digits = base::replace_all(digits, ",", "");
  } else {
    for (const Separator& separator : picture.separators) digits = base::replace_all(digits, separator.character, "");
  }
  std::string plain;
  for (std::size_t at = 0; at < digits.size();) {
    const std::uint32_t c = next_code_point(digits, at);
    append_code_point(plain, picture.zero == '0' || c < picture.zero ? c : c - picture.zero + '0');
  }
  return leading_integer(plain);
}

}  // namespace jsonata
