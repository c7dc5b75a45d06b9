#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "jsonata/builtins.h"

// $number, $round, $sum and what else computes.

namespace jsonata {
namespace number_functions_detail {

using Arguments = std::span<const Value>;

bool matches_number(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t start = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at > start;
  };
  if (at < text.size() && text[at] == '-') ++at;
  if (!digits()) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (!digits()) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (!digits()) return false;
  }
  return at == text.size();
}

// JavaScript's Number() of "0x1F", "0o17", "0b11"; NaN for what the reference's pattern lets pass and Number does not.
std::optional<double> prefixed_number(std::string_view text) {
  const auto lower = [](char c) { return static_cast<char>(c | 32); };
  const auto digit_of = [&](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : 99;
  };
  const auto has = [&](std::size_t at, char letter, int base) {
    return at + 2 < text.size() && text[at] == '0' && lower(text[at + 1]) == letter && digit_of(text[at + 2]) < base;
  };
  // The reference's alternatives are not anchored on every side: a 0o or 0b anywhere will do, 0x must begin the text.
  bool looks_right = has(0, 'x', 16);
  for (std::size_t at = 0; at < text.size(); ++at) {
    looks_right |= has(at, 'o', 8);
    const bool to_the_end = has(at, 'b', 2) && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                                                           text.end(), [&](char c) { return digit_of(c) < 2; });
    looks_right |= to_the_end;
  }
  if (!looks_right) return std::nullopt;
  const int base = text.size() < 3 || text[0] != '0' ? 0
                   : lower(text[1]) == 'x'           ? 16
                   : lower(text[1]) == 'o'           ? 8
                   : lower(text[1]) == 'b'           ? 2
                                                     : 0;
  if (base == 0) return std::nan("");
  double value = 0;
  for (const char c : text.substr(2)) {
    if (digit_of(c) >= base) return std::nan("");
    value = value * base + digit_of(c);
  }
  return value;
}

Value number(Evaluator&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is_undefined() || value.is_number()) return value;
  if (value.is_bool()) return Value::number(value.as_bool() ? 1 : 0);
  if (value.is_string()) {
    const std::string text(value.as_string());
    if (matches_number(text)) {
      const double result = std::strtod(text.c_str(), nullptr);
      if (std::isfinite(result)) return Value::number(result);
    }
    if (const auto result = prefixed_number(text)) return Value::number(*result);
  }
  fail("D3030", value);
}

template <double (*compute)(double)>
Value unary(Evaluator&, Arguments arguments) {
  return arguments[0].is_number() ? Value::number(compute(arguments[0].as_number())) : Value();
}

double absolute(double value) { return std::abs(value); }
double floored(double value) { return std::floor(value); }
double ceiled(double value) { return std::ceil(value); }

Value round(Evaluator&, Arguments arguments) {
  if (!arguments[0].is_number()) return {};
  return Value::number(
      round_half_even(arguments[0].as_number(), arguments[1].is_number() ? arguments[1].as_number() : 0));
}

Value square_root(Evaluator&, Arguments arguments) {
  if (!arguments[0].is_number()) return {};
  if (arguments[0].as_number() < 0) fail("D3060", arguments[0]);
  return Value::number(std::sqrt(arguments[0].as_number()));
}

Value power(Evaluator&, Arguments arguments) {
  if (!arguments[0].is_number()) return {};
  const double base = arguments[0].as_number();
  const double exponent = arguments[1].is_number() ? arguments[1].as_number() : std::nan("");
  double result = std::pow(base, exponent);
  // JavaScript knows no answer where C says 1.
  if (std::isnan(exponent) || (std::abs(base) == 1 && std::isinf(exponent))) result = std::nan("");
  if (!std::isfinite(result)) fail("D3061", arguments[0], arguments[1]);
  return Value::number(result);
}

Value random(Evaluator& evaluator, Arguments) { return Value::number(evaluator.random()); }

Value sum(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  evaluator.spend(arguments[0].size());
  double total = 0;
  for (std::size_t i = 0; i < arguments[0].size(); ++i) total += arguments[0].at(i).as_number();
  return Value::number(total);
}

Value average(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].size() == 0) return {};
  return Value::number(sum(evaluator, arguments).as_number() / static_cast<double>(arguments[0].size()));
}

template <bool largest>
Value extreme(Evaluator& evaluator, Arguments arguments) {
  const std::size_t size = arguments[0].size();
  if (size == 0) return {};
  evaluator.spend(size);
  double found = arguments[0].at(0).as_number();
  for (std::size_t i = 1; i < size; ++i) {
    const double next = arguments[0].at(i).as_number();
    if (std::isnan(next) || (largest ? next > found : next < found)) found = next;
  }
  return Value::number(found);
}

Value format(Evaluator& evaluator, Arguments arguments) {
  if (!arguments[0].is_number()) return {};
  const std::string_view picture = arguments[1].is_string() ? arguments[1].as_string() : "undefined";
  return evaluator.arena().text(format_number(arguments[0].as_number(), picture, arguments[2]));
}

Value format_base(Evaluator& evaluator, Arguments arguments) {
  if (!arguments[0].is_number()) return {};
  double value = round_half_even(arguments[0].as_number(), 0);
  const double radix = arguments[1].is_number() ? round_half_even(arguments[1].as_number(), 0) : 10;
  if (radix < 2 || radix > 36) fail("D3100", Value::number(radix));
  if (!std::isfinite(value) || radix == 10 || std::isnan(radix)) return evaluator.arena().text(number_to_text(value));
  std::string digits;
  const bool negative = value < 0;
  value = std::abs(value);
  do {
    digits.insert(digits.begin(),
                  "0123456789abcdefghijklmnopqrstuvwxyz"[static_cast<std::size_t>(std::fmod(value, radix))]);
    value = std::floor(value / radix);
  } while (value >= 1);
  return evaluator.arena().text(negative ? "-" + digits : digits);
}

constexpr BuiltinRow kFunctions[] = {
    {"number", "<(nsb)-:n>", 1, number},
    {"abs", "<n-:n>", 1, unary<absolute>},
    {"floor", "<n-:n>", 1, unary<floored>},
    {"ceil", "<n-:n>", 1, unary<ceiled>},
    {"round", "<n-n?:n>", 2, round},
    {"sqrt", "<n-:n>", 1, square_root},
    {"power", "<n-n:n>", 2, power},
    {"random", "<:n>", 0, random},
    {"sum", "<a<n>:n>", 1, sum},
    {"max", "<a<n>:n>", 1, extreme<true>},
    {"min", "<a<n>:n>", 1, extreme<false>},
    {"average", "<a<n>:n>", 1, average},
    {"formatNumber", "<n-so?:s>", 3, format},
    {"formatBase", "<n-n?:s>", 2, format_base},
};

// `value` × 10^places by way of its decimal digits, so that 1.005 × 100 is 100.5.
double shifted(double value, double places) {
  const std::string text = number_to_text(value);
  const std::size_t e = text.find('e');
  const double exponent = e == std::string::npos ? 0 : std::strtod(text.c_str() + e + 1, nullptr);
  const std::string shifted_text = text.substr(0, e) + "e" + number_to_text(exponent + places);
  char* end = nullptr;
  const double result = std::strtod(shifted_text.c_str(), &end);
  return *end == '\0' ? result : std::nan("");
}

}  // namespace number_functions_detail

double round_half_even(double value, double places) {
  using number_functions_detail::shifted;
  if (places != 0) value = shifted(value, places);
  double result = std::floor(value);
  if (value - result >= 0.5) result += 1;
  if (std::abs(result - value) == 0.5 && std::abs(std::fmod(result, 2)) == 1) result -= 1;
  if (places != 0) result = shifted(result, -places);
  return result == 0 ? 0 : result;
}

std::span<const BuiltinRow> number_functions() { return number_functions_detail::kFunctions; }

}  // namespace jsonata
