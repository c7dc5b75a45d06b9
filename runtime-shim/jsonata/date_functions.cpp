#include <cmath>

#include "jsonata/builtins.h"
#include "jsonata/date_picture.h"

// $now, $millis, $toMillis, $fromMillis, and the functions of integer pictures.

namespace jsonata {
namespace date_functions_detail {

using Arguments = std::span<const Value>;

Value formatted(Evaluator& evaluator, double millis, const Value& picture, const Value& timezone) {
  static const std::vector<DatePart> kIso8601 =
      parse_date_picture("[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]");
  const double offset = timezone.is_string() ? leading_integer(timezone.as_string()) : 0;
  if (!std::isfinite(millis) || std::abs(millis) > 8.64e15 || !std::isfinite(offset))
    fail("D3001", Value::number(millis));
  if (!picture.is_string()) return evaluator.arena().text(format_date(millis, kIso8601, offset));
  return evaluator.arena().text(format_date(millis, parse_date_picture(picture.as_string()), offset));
}

Value now(Evaluator& evaluator, Arguments arguments) {
  return formatted(evaluator, static_cast<double>(evaluator.now()), arguments[0], arguments[1]);
}

Value millis(Evaluator& evaluator, Arguments) { return Value::number(static_cast<double>(evaluator.now())); }

Value from_millis(Evaluator& evaluator, Arguments arguments) {
  if (!arguments[0].is_number()) return {};
  return formatted(evaluator, arguments[0].as_number(), arguments[1], arguments[2]);
}

const Regex& iso8601() {
  static const Regex kRegex =
      Regex::compile(R"(^\d{4}(-[01]\d)*(-[0-3]\d)*(T[0-2]\d:[0-5]\d:[0-5]\d)*(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$)", {});
  return kRegex;
}

Value to_millis(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const std::string_view text = arguments[0].as_string();
  evaluator.spend(1 + text.size() / 16);
  const std::uint32_t steps = evaluator.limits().regex_steps;
  if (arguments[1].is_string()) {
    const auto picture = parse_date_picture(arguments[1].as_string());
    const auto result = parse_date(text, picture, static_cast<double>(evaluator.now()), steps);
    return result ? Value::number(*result) : Value();
  }
  try {
    if (!iso8601().find(text, 0, steps)) fail("D3110", arguments[0]);
  } catch (const RegexError&) {
    fail("U1003");
  }
  return Value::number(parse_iso_date(text));
}

Value format(Evaluator& evaluator, Arguments arguments) {
  if (!arguments[0].is_number()) return {};
  const std::string_view picture = arguments[1].is_string() ? arguments[1].as_string() : "";
  return evaluator.arena().text(format_integer(std::floor(arguments[0].as_number()), parse_integer_picture(picture)));
}

Value parse(Evaluator&, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const std::string_view picture = arguments[1].is_string() ? arguments[1].as_string() : "";
  return Value::number(parse_integer(arguments[0].as_string(), parse_integer_picture(picture)));
}

constexpr BuiltinRow kFunctions[] = {
    {"now", "<s?s?:s>", 2, now},
    {"millis", "<:n>", 0, millis},
    {"fromMillis", "<n-s?s?:s>", 3, from_millis},
    {"toMillis", "<s-s?:n>", 2, to_millis},
    {"formatInteger", "<n-s:s>", 2, format},
    {"parseInteger", "<s-s:n>", 2, parse},
};

}  // namespace date_functions_detail

std::span<const BuiltinRow> date_functions() { return date_functions_detail::kFunctions; }

}  // namespace jsonata
