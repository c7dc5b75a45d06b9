#include <cmath>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "jsonata/integer_picture.h"

// Numbers in English words, British fashion ("one hundred and one"), up to trillions and trillions of them.

namespace jsonata {
namespace number_words_detail {

constexpr std::string_view kFew[] = {"Zero",     "One",     "Two",     "Three",     "Four",     "Five",    "Six",
                                     "Seven",    "Eight",   "Nine",    "Ten",       "Eleven",   "Twelve",  "Thirteen",
                                     "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen"};
constexpr std::string_view kOrdinals[] = {"Zeroth",    "First",     "Second",      "Third",      "Fourth",
                                          "Fifth",     "Sixth",     "Seventh",     "Eighth",     "Ninth",
                                          "Tenth",     "Eleventh",  "Twelfth",     "Thirteenth", "Fourteenth",
                                          "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth"};
constexpr std::string_view kDecades[] = {"Twenty",  "Thirty", "Forty",  "Fifty",  "Sixty",
                                         "Seventy", "Eighty", "Ninety", "Hundred"};
constexpr std::string_view kMagnitudes[] = {"Thousand", "Million", "Billion", "Trillion"};

// `continued`: something larger stands before it.
std::string words(double value, bool continued, bool ordinal) {
  std::string out;
  if (value <= 19) {
    const auto index = static_cast<std::size_t>(value);
    return out.append(continued ? " and " : "").append(ordinal ? kOrdinals[index] : kFew[index]);
  }
  if (value < 100) {
    const auto tens = static_cast<std::size_t>(value / 10);
    const double rest = std::fmod(value, 10);
    out.append(continued ? " and " : "").append(kDecades[tens - 2]);
    if (rest > 0) {
      out += "-" + words(rest, false, ordinal);
    } else if (ordinal) {
      out.pop_back();
      out += "ieth";
    }
    return out;
  }
  double rest = 0;
  out = continued ? ", " : "";
  if (value < 1000) {
    out.append(kFew[static_cast<std::size_t>(value / 100)]).append(" Hundred");
    rest = std::fmod(value, 100);
  } else {
    const auto magnitude = static_cast<std::size_t>(std::min(4.0, std::floor(std::log10(value) / 3)));
    const double factor = std::pow(10, 3 * static_cast<double>(magnitude));
    const double count = std::floor(value / factor);
    out.append(words(count, false, false)).append(" ").append(kMagnitudes[magnitude - 1]);
    rest = value - count * factor;
  }
  return out.append(rest > 0 ? words(rest, true, ordinal) : ordinal ? "th" : "");
}

struct WordValue {
  std::string word = {};
  double value = 0;
};

const std::vector<WordValue>& word_values() {
  static const std::vector<WordValue> kValues = [] {
    std::vector<WordValue> all;
    const auto add = [&](std::string word, double value) { all.push_back({base::to_lower(word), value}); };
    for (std::size_t i = 0; i < std::size(kFew); ++i) add(std::string(kFew[i]), static_cast<double>(i));
    for (std::size_t i = 0; i < std::size(kOrdinals); ++i) add(std::string(kOrdinals[i]), static_cast<double>(i));
    for (std::size_t i = 0; i < std::size(kDecades); ++i) {
      add(std::string(kDecades[i]), 10 * static_cast<double>(i + 2));
      add(std::string(kDecades[i].substr(0, kDecades[i].size() - 1)) + "ieth", 10 * static_cast<double>(i + 2));
    }
    add("hundredth", 100);
    for (std::size_t i = 0; i < std::size(kMagnitudes); ++i) {
      const double value = std::pow(10, 3 * static_cast<double>(i + 1));
      add(std::string(kMagnitudes[i]), value);
      add(std::string(kMagnitudes[i]) + "th", value);
    }
    return all;
  }();
  return kValues;
}

// Cut at ", ", " and ", blanks, hyphens and backslashes.
std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t start = 0, at = 0;
  while (at < text.size()) {
    std::size_t length = 0;
    const std::string_view rest = text.substr(at);
    if (rest.starts_with(", ")) {
      length = 2;
    } else if (rest.starts_with(" and ")) {
      length = 5;
    } else if (std::string_view(" \t\n\r\\-").find(rest[0]) != std::string_view::npos) {
      length = 1;
    }
    if (length == 0) {
      ++at;
      continue;
    }
    parts.push_back(text.substr(start, at - start));
    at += length;
    start = at;
  }
  parts.push_back(text.substr(start));
  return parts;
}

}  // namespace number_words_detail

using namespace number_words_detail;

std::string number_to_words(double value, bool ordinal) { return words(value, false, ordinal); }

double words_to_number(std::string_view text) {
  std::vector<double> segments = {0};
  for (const std::string_view part : split_words(text)) {
    double value = std::nan("");
    for (const WordValue& known : word_values()) {
      if (known.word == part) value = known.value;
    }
    double top = segments.back();
    segments.pop_back();
    if (value < 100) {
      if (top >= 1000) {
        segments.push_back(top);
        top = 0;
      }
      segments.push_back(top + value);
    } else {
      segments.push_back(top * value);
    }
  }
  double result = 0;
  for (const double segment : segments) result += segment;
  return result;
}

std::string words_pattern() {
  std::string pattern = "(?:";
  for (const WordValue& known : word_values()) pattern += known.word + "|";
  return pattern + "and|[\\-, ])+";
}

}  // namespace jsonata
