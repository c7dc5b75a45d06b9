#include <gtest/gtest.h>

#include "jsonata/jsonata.h"

namespace {

using base::Json;
using jsonata::Environment;
using jsonata::Error;
using jsonata::Expression;

// The result as JSON text; "nothing" for undefined; the code of an error.
std::string outcome(std::string_view text, const Json& input, const Environment& environment = {},
                    const jsonata::Limits& limits = {}) {
  try {
    const auto result = Expression::parse(text).evaluate(input, environment, limits);
    return result ? result->dump() : "nothing";
  } catch (const Error& error) {
    return error.code;
  }
}

struct Case {
  std::string_view name = {};
  std::string_view expression = {};
  std::string_view expected = {};
};
void PrintTo(const Case& row, std::ostream* out) { *out << row.name; }

const Json& shop() {
  static const Json kShop = Json::parse(R"({
    "orders": [{"id": "a", "total": "19.90", "lines": [{"sku": "x", "n": 2}, {"sku": "y", "n": 1}]},
               {"id": "b", "lines": {"sku": "z", "n": 3}}],
    "tags": ["p", "q", "p"], "empty": [], "none": null, "big": 9007199254740993, "10": "ten", "9": "nine",
    "text": "café 😀"})");
  return kShop;
}

class Evaluates : public testing::TestWithParam<Case> {};

TEST_P(Evaluates, AsTheReferenceDoes) { EXPECT_EQ(outcome(GetParam().expression, shop()), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Paths, Evaluates,
    testing::Values(Case{"a_path_flattens_one_level", "orders.lines.sku", R"(["x","y","z"])"},
                    Case{"one_result_is_that_result", "orders.total", R"("19.90")"},
                    Case{"unless_it_is_kept_an_array", "orders.total[]", R"(["19.90"])"},
                    Case{"no_result_is_nothing", "orders.price", "nothing"}, Case{"null_is_a_result", "none", "null"},
                    Case{"an_empty_array_stays_one", "empty", "[]"},
                    Case{"a_number_selects_by_position", "orders[-1].id", R"("b")"},
                    Case{"a_predicate_belongs_to_its_step", "orders.lines[0].sku", R"(["x","z"])"},
                    Case{"to_the_whole_path_in_parentheses", "(orders.lines)[0].sku", R"("x")"},
                    Case{"names_in_order_of_javascript", "$keys($)[[0..1]]", R"(["9","10"])"},
                    Case{"a_parent", "orders.lines.(%.id & sku)", R"(["ax","ay","bz"])"},
                    Case{"an_index_that_is_carried_along", "orders#$i.($string($i) & id)", R"(["0a","1b"])"},
                    Case{"sorted_and_grouped", "orders.lines^(>n){sku: n}", R"({"z":3,"x":2,"y":1})"},
                    Case{"an_array_for_each_or_flat", "[orders.[id], orders.([id])]", R"([["a"],["b"],"a","b"])"}),
    [](const auto& row) { return std::string(row.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Values, Evaluates,
    testing::Values(
        Case{"text_has_15_digits", "$string(0.1 + 0.2) & ' ' & $string(1234567890123456)", R"("0.3 1234567890123460")"},
        Case{"json_has_them_all", "0.1 + 0.2", "0.30000000000000004"},
        Case{"a_tie_of_15_digits_goes_up", "$string(100000000000000.5)", R"("100000000000001")"},
        Case{"length_counts_characters", "$length(text)", "6"},
        Case{"a_match_is_placed_in_utf16_units", "$match('😀a', /a/).index", "2"},
        Case{"halves_of_a_pair_meet", R"($length("\uD83D" & "\uDE00"))", "1"},
        Case{"order_is_that_of_utf16", R"("\uFF5E" > "😀")", "true"},
        Case{"half_rounds_to_even", "[$round(2.5), $round(3.5), $round(1.005, 2), $round(-0.5)]", "[2,4,1,0]"},
        Case{"a_tail_call_has_no_depth", "($f := function($n) { $n = 0 ? 'done' : $f($n - 1) }; $f(50000))",
             R"("done")"},
        Case{"a_transform_changes_a_copy", "orders[0] ~> |lines|{'n': 0}, 'sku'|",
             R"({"id":"a","total":"19.90","lines":[{"n":0},{"n":0}]})"}),
    [](const auto& row) { return std::string(row.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Errors, Evaluates,
    testing::Values(Case{"end_too_soon", "1 +", "S0207"}, Case{"unbalanced", "(1", "S0203"},
                    Case{"a_number_of_text", "1 + 'a'", "T2002"}, Case{"not_a_function", "$nothing()", "T1006"},
                    Case{"a_forgotten_dollar", "sum(1)", "T1005"}, Case{"eval_is_not_there", "$eval('1')", "T1006"},
                    Case{"wrong_argument", "$length(1)", "T0410"}, Case{"own_message", "$error('no')", "D3137"},
                    Case{"a_regex_that_is_none", "$match('a', /a++/)", "S0303"}, Case{"not_utf8", "'\xff'", "S0304"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Expression, SaysWhereAndWhatIsWrong) {
  try {
    Expression::parse("'é' & $sum(['a'])").evaluate(Json());
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code, "T0412");
    EXPECT_EQ(error.token, "sum");
    EXPECT_EQ(error.position, 11u);  // in UTF-16 units: é is one
    EXPECT_STREQ(error.what(), R"(Argument 1 of function "sum" must be an array of "numbers")");
  }
}

TEST(Expression, IsParsedOnceAndEvaluatedManyTimes) {
  const Expression expression = Expression::parse("[1..n] ~> $sum()");
  for (const int n : {1, 2, 10}) EXPECT_EQ(expression.evaluate({{"n", n}}), Json(n * (n + 1) / 2));
}

TEST(Limits, EndWhatWouldHangOrExhaust) {
  const Case kRows[] = {
      {"endless recursion", "($f := function($n) { 1 + $f($n) }; $f(1))", "U1001"},
      {"endless repetition", "($f := function() { $f() }; $f())", "U1002"},
      {"doubling text", "($f := function($s) { $f($s & $s) }; $f('aaaa'))", "U1002"},
      {"many elements", "[1..10000000].[1..10000000]", "U1002"},
      {"padding", "$pad('', 1000000000)", "U1002"},
      {"backtracking", "$contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac', /^(a+)+$/)", "U1003"},
      {"depth of a result", "($f := function($s, $n) { $n = 0 ? $s : $f([[$s]], $n - 1) }; $f(1, 10000))", "U1001"},
  };
  for (const Case& row : kRows) {
    EXPECT_EQ(outcome(row.expression, Json()), row.expected) << row.name;
  }
  EXPECT_EQ(outcome(std::string(5000, '('), Json()), "S0500");
  std::string sum;
  for (int i = 0; i < 5000; ++i) sum += "1+";
  EXPECT_EQ(outcome(sum, Json()), "S0500");
}

TEST(Environment, BindsValuesFunctionsTimeAndChance) {
  Environment world;
  world.bind("rate", 2);
  world.define("twice", "<s-:s>", [](jsonata::Call& call, std::span<const jsonata::Value> arguments) -> jsonata::Value {
    if (arguments[0].is_undefined()) return {};
    return call.text(std::string(arguments[0].as_string()) + std::string(arguments[0].as_string()));
  });
  world.define("apply", "<fx:x>", [](jsonata::Call& call, std::span<const jsonata::Value> arguments) {
    return call.apply(arguments[0], arguments.subspan(1));
  });
  world.define("refuse", "", [](jsonata::Call&, std::span<const jsonata::Value>) -> jsonata::Value {
    throw Error("decimal", "not a decimal number");
  });
  world.set_clock([] { return std::int64_t{1'600'000'000'123}; });
  world.set_random([] { return 0.5; });
  const Case kRows[] = {
      {"a value", "$rate * 3", "6"},
      {"a function", "$twice('ab')", R"("abab")"},
      {"its context", "orders.id.$twice()", R"(["aa","bb"])"},
      {"its signature", "$twice(1)", "T0410"},
      {"nothing for nothing", "$twice(nothing)", "nothing"},
      {"a function that calls", "$apply(function($x) { $x + 1 }, 4)", "5"},
      {"its own code", "$refuse()", "decimal"},
      {"the time, twice the same", "[$now(), $millis()]", R"(["2020-09-13T12:26:40.123Z",1600000000123])"},
      {"chance", "$random()", "0.5"},
      {"one hides a built-in", "($sum := function($x) { 'mine' }; $sum([1]))", R"("mine")"},
  };
  for (const Case& row : kRows) EXPECT_EQ(outcome(row.expression, shop(), world), row.expected) << row.name;
}

}  // namespace
