#include "emulator/asl/comparison.h"

#include <algorithm>
#include <iterator>

#include "base/time.h"

namespace asl {
namespace comparison_detail {

int order_text(const Json& a, const Json& b) { return a.as_string().compare(b.as_string()); }

int order_number(const Json& a, const Json& b) {
  if (a.kind() == Json::Kind::kInt && b.kind() == Json::Kind::kInt) {
    return a.as_int() < b.as_int() ? -1 : a.as_int() > b.as_int() ? 1 : 0;
  }
  return a.as_double() < b.as_double() ? -1 : a.as_double() > b.as_double() ? 1 : 0;
}

int order_timestamp(const Json& a, const Json& b) {
  const auto left = base::parse_iso8601(a.as_string()), right = base::parse_iso8601(b.as_string());
  return left < right ? -1 : left > right ? 1 : 0;
}

bool is_timestamp(const Json& value) { return value.is_string() && base::parse_iso8601(value.as_string()).has_value(); }

template <int (*order)(const Json&, const Json&)>
bool equals(const Json& a, const Json& b) {
  return order(a, b) == 0;
}
template <int (*order)(const Json&, const Json&)>
bool less(const Json& a, const Json& b) {
  return order(a, b) < 0;
}
template <int (*order)(const Json&, const Json&)>
bool less_equals(const Json& a, const Json& b) {
  return order(a, b) <= 0;
}
template <int (*order)(const Json&, const Json&)>
bool greater(const Json& a, const Json& b) {
  return order(a, b) > 0;
}
template <int (*order)(const Json&, const Json&)>
bool greater_equals(const Json& a, const Json& b) {
  return order(a, b) >= 0;
}

bool equal_booleans(const Json& a, const Json& b) { return a.as_bool() == b.as_bool(); }

// `*` stands for any text; `\*` and `\\` for themselves.
bool matches(const Json& variable, const Json& value) {
  const std::string_view text = variable.as_string(), pattern = value.as_string();
  std::size_t t = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size() || p < pattern.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      resume = t;
      continue;
    }
    const bool escaped =
        p + 1 < pattern.size() && pattern[p] == '\\' && (pattern[p + 1] == '*' || pattern[p + 1] == '\\');
    if (p < pattern.size() && t < text.size() && pattern[p + (escaped ? 1 : 0)] == text[t]) {
      p += escaped ? 2 : 1;
      ++t;
    } else if (star != std::string_view::npos && resume < text.size()) {
      p = star;
      t = ++resume;
    } else {
      return false;
    }
  }
  return true;
}

bool test_null(const Json& variable, const Json& wanted) { return variable.is_null() == wanted.as_bool(); }
bool test_numeric(const Json& variable, const Json& wanted) { return variable.is_number() == wanted.as_bool(); }
bool test_string(const Json& variable, const Json& wanted) { return variable.is_string() == wanted.as_bool(); }
bool test_boolean(const Json& variable, const Json& wanted) { return variable.is_bool() == wanted.as_bool(); }
bool test_timestamp(const Json& variable, const Json& wanted) { return is_timestamp(variable) == wanted.as_bool(); }
// That there is something is seen before it is asked; here it is.
bool test_present(const Json&, const Json& wanted) { return wanted.as_bool(); }

using enum ComparisonKind;
constexpr Comparison kTable[] = {
    {"BooleanEquals", kBoolean, equal_booleans},
    {"IsBoolean", kTest, test_boolean},
    {"IsNull", kTest, test_null},
    {"IsNumeric", kTest, test_numeric},
    {"IsPresent", kTest, test_present},
    {"IsString", kTest, test_string},
    {"IsTimestamp", kTest, test_timestamp},
    {"NumericEquals", kNumber, equals<order_number>},
    {"NumericGreaterThan", kNumber, greater<order_number>},
    {"NumericGreaterThanEquals", kNumber, greater_equals<order_number>},
    {"NumericLessThan", kNumber, less<order_number>},
    {"NumericLessThanEquals", kNumber, less_equals<order_number>},
    {"StringEquals", kText, equals<order_text>},
    {"StringGreaterThan", kText, greater<order_text>},
    {"StringGreaterThanEquals", kText, greater_equals<order_text>},
    {"StringLessThan", kText, less<order_text>},
    {"StringLessThanEquals", kText, less_equals<order_text>},
    {"StringMatches", kText, matches},
    {"TimestampEquals", kTimestamp, equals<order_timestamp>},
    {"TimestampGreaterThan", kTimestamp, greater<order_timestamp>},
    {"TimestampGreaterThanEquals", kTimestamp, greater_equals<order_timestamp>},
    {"TimestampLessThan", kTimestamp, less<order_timestamp>},
    {"TimestampLessThanEquals", kTimestamp, less_equals<order_timestamp>},
};

bool is_of(ComparisonKind kind, const Json& value) {
  switch (kind) {
    case kText:
      return value.is_string();
    case kNumber:
      return value.is_number();
    case kBoolean:
    case kTest:
      return value.is_bool();
    case kTimestamp:
      return is_timestamp(value);
  }
  return false;
}

}  // namespace comparison_detail

const Comparison* find_comparison(std::string_view name) {
  const auto* found = std::ranges::find(comparison_detail::kTable, name, &Comparison::name);
  return found == std::end(comparison_detail::kTable) ? nullptr : found;
}

bool accepts(const Comparison& comparison, const Json& value) {
  return comparison_detail::is_of(comparison.kind, value);
}

bool compare(const Comparison& comparison, const Json& variable, const Json& value) {
  const bool comparable =
      comparison_detail::is_of(comparison.kind, value) &&
      (comparison.kind == ComparisonKind::kTest || comparison_detail::is_of(comparison.kind, variable));
  return comparable && comparison.holds(variable, value);
}

}  // namespace asl
