#include <stdexcept>

#include "fuzz/driver.h"
#include "jsonata/jsonata.h"

// JSONata: any text is an error or an expression; an expression is an error or a value, the same one each time, within
// its limits.

namespace fuzz {

const std::string_view kName = "jsonata";

namespace {

const base::Json& sample() {
  static const base::Json kInput = base::Json::parse(
      R"({"orders":[{"id":"a1","total":"19.90","lines":[{"sku":"x","n":2,"price":1.5},{"sku":"y","n":1,"price":20}]},
          {"id":"b2","total":5,"lines":{"sku":"z","n":3,"price":0.1}}],"at":"2020-04-06T14:51:56.000Z","tags":["p","q","p"],
          "empty":[],"none":null,"yes":true,"1":"one","text":"caf\u00e9 \ud83d\ude00 (abc) 12-34","nested":[[1,[2,3]],[]]})");
  return kInput;
}

std::string outcome(const jsonata::Expression& expression) {
  jsonata::Environment environment;
  environment.set_clock([] { return std::int64_t{1'600'000'000'000}; });
  environment.set_random([] { return 0.25; });
  constexpr jsonata::Limits kLimits = {
      .depth = 500, .stack_bytes = 512 * 1024, .steps = 200'000, .memory_bytes = 8u << 20, .regex_steps = 20'000};
  try {
    const auto result = expression.evaluate(sample(), environment, kLimits);
    return result ? result->dump() : "nothing";
  } catch (const jsonata::Error& error) {
    if (error.code.empty()) throw std::logic_error("an error without a code");
    return error.code + ": " + error.what();
  }
}

}  // namespace

void fuzz_one(std::span<const std::uint8_t> input) {
  const std::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
  try {
    const auto expression = jsonata::Expression::parse(text);
    const std::string first = outcome(expression);
    if (outcome(expression) != first) throw std::logic_error("evaluated again, it is something else");
  } catch (const jsonata::Error& error) {
    if (error.code.empty()) throw std::logic_error("an error without a code");
  }
}

std::span<const std::string_view> seeds() {
  static constexpr std::string_view kSeeds[] = {
      "orders.{\"id\": id, \"sum\": $sum(lines.(n * price))}",
      "orders[total > 3 and id in [\"a1\", 'b2']].lines[0].sku[]",
      "($f := function($n)<n:n>{ $n < 2 ? 1 : $n * $f($n - 1) }; $map([1..10], $f) ~> $sum())",
      "orders@$o.lines@$l#$i[$l.n > 1].{ `id`: $o.id, 'sku': $l.sku, 'i': $i }",
      "orders.lines.{ 'parent': %.id, 'up': %.%.at }^(>parent, <up)",
      "orders.lines{sku: $string(price) & \"!\"}",
      "$ ~> |orders.lines|{'n': n + 1}, ['price']|",
      "$replace(text, /([a-z]+)\\s?(\\d*)/i, '$2-$1', 3) & $match(text, /[0-9]+/).match",
      "$fromMillis($toMillis(at), '[D1o] [MNn] [Y0001] [H01]:[m01]:[s01].[f001][Z]', '+0200')",
      "$formatNumber(-1234.567, '#,##0.00;(#)', {'decimal-separator': ','}) & $formatInteger(1999, 'I;o')",
      "$toMillis('12th March 2020', '[D1o] [MNn] [Y]') + $parseInteger('one hundred', 'w')",
      "[1..5][$ % 2 = 0].($ * 2) ~> $reduce(function($a, $b, $i){$a + $b + $i}, 10)",
      "**.sku ~> $distinct() ~> $sort(function($l, $r){ $l > $r }) ~> $join(',')",
      "$sift($, function($v, $k){ $type($v) = 'array' }) ~> $keys() ~> $reverse()",
      "$each($merge([orders[0], {'x': null}]), λ($v, $k){ $k & ':' & $v })",
      "$split(text, /\\W+/) ~> $filter(function($x){ $length($x) > 1 })",
      "$zip([1,2],[3,4]).$pad($string($), -8, '#') ~> $base64encode(?)",
      "$substring(text, -5, 3) & $encodeUrlComponent(text) & $uppercase(text) & -$number('0x1F')",
      "($compose := $trim ~> $lowercase; $compose(' A '); $power(2, 0.5) > $sqrt(2) ? $now() : $millis())",
  };
  return kSeeds;
}

std::span<const std::string_view> dictionary() {
  static constexpr std::string_view kWords[] = {"$",
                                                "$$",
                                                "%",
                                                ".",
                                                "[",
                                                "]",
                                                "(",
                                                ")",
                                                "{",
                                                "}",
                                                "@$a",
                                                "#$i",
                                                "^(",
                                                "~>",
                                                ":=",
                                                "..",
                                                "**",
                                                "*",
                                                "?",
                                                ":",
                                                "|",
                                                "!=",
                                                "/a+/",
                                                "/(a*)*b/",
                                                "\"",
                                                "'",
                                                "`",
                                                "\\u",
                                                "\\ud83d",
                                                "1e308",
                                                "0",
                                                "-1",
                                                "null",
                                                "true",
                                                "and",
                                                "function($x){",
                                                "$map(",
                                                "$f(",
                                                "$append(",
                                                "[1..1e7]",
                                                "$string(",
                                                "$eval(",
                                                "$reduce(",
                                                "/* ",
                                                "*/",
                                                "λ",
                                                "$spread(",
                                                "$clone(",
                                                "$formatNumber(",
                                                "$fromMillis(",
                                                "'[Y]-[M01,*-2]'",
                                                "'#,##0e0'",
                                                "\xF0\x9F\x98\x80",
                                                "\xED\xA0\x80",
                                                "in",
                                                "or",
                                                "[]",
                                                "<n-:n>",
                                                "$pad(",
                                                "$shuffle(",
                                                "$random()",
                                                "$lookup(",
                                                "$merge(",
                                                "$sort(",
                                                "1/0",
                                                "0/0",
                                                "$formatInteger(",
                                                "'Ww'",
                                                "$zip("};
  return kWords;
}

}  // namespace fuzz
