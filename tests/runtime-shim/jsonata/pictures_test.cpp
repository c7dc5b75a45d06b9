#include <gtest/gtest.h>

#include "jsonata/jsonata.h"

// Pictures of numbers and dates.

namespace {

struct Case {
  std::string_view expression = {};
  std::string_view expected = {};
};

TEST(Pictures, OfNumbersIntegersAndDatesAreReadAndWritten) {
  const Case kRows[] = {
      {"$formatNumber(1234567.891, '#,##0.00')", R"("1,234,567.89")"},
      {"$formatNumber(-0.145, '0.0%;(0.0%)')", "\"(14.5%)\""},
      {"$formatNumber(1234.5678, '00.000e0')", R"("12.346e2")"},
      {"$formatNumber(12.5, '#.##0,00', {'decimal-separator': ',', 'grouping-separator': '.'})", R"("12,50")"},
      {"$formatInteger(1234567, '#,##0;o')", R"("1,234,567th")"},
      {"$formatInteger(1999, 'I') & ' ' & $formatInteger(28, 'a')", R"("MCMXCIX ab")"},
      {"$formatInteger(555, 'w')", R"("five hundred and fifty-five")"},
      {"$parseInteger('twelve thousand four hundred and seventy-six', 'w')", "12476"},
      {"$formatBase(255, 16)", R"("ff")"},
      {"$fromMillis(1510067557121)", R"("2017-11-07T15:12:37.121Z")"},
      {"$fromMillis(1510067557121, '[M01]/[D01]/[Y0001] [h#1]:[m01][P] [z]', '-0500')",
       R"("11/07/2017 10:12am GMT-05:00")"},
      {"$fromMillis(1510067557121, '[FNn], [D1o] of [MNn] [Y]; week [W] of [X]')",
       R"("Tuesday, 7th of November 2017; week 45 of 2017")"},
      {"$toMillis('2017-11-07T15:12:37.121Z')", "1510067557121"},
      {"$toMillis('07 November 2017', '[D] [MNn] [Y]')", "1510012800000"},
      {"$toMillis('2018-02-30T25:00:00Z')", "null"},
      {"$toMillis('foo')", "D3110"},
      {"$fromMillis(0, '[q]')", "D3132"},
      {"$formatNumber(1, '0;0;0')", "D3080"},
  };
  for (const Case& row : kRows) {
    std::string got;
    try {
      const auto result = jsonata::Expression::parse(row.expression).evaluate(base::Json());
      got = result ? result->dump() : "nothing";
    } catch (const jsonata::Error& error) {
      got = error.code;
    }
    EXPECT_EQ(got, row.expected) << row.expression;
  }
}

}  // namespace
