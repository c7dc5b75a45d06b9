#include <gtest/gtest.h>

#include "contracts/canonical_json.h"
#include "contracts/currencies.h"
#include "contracts/decimal.h"
#include "contracts/instant.h"

namespace contracts {

namespace {

using Pair = std::pair<const char*, const char*>;  // a text, and what becomes of it; null: nothing

std::string digits(std::size_t count, char digit = '9') { return std::string(count, digit); }

}  // namespace

TEST(Decimal, IsWrittenInItsShortestForm) {
  const Pair kCases[] = {
      {"10", "10"},
      {"19.90", "19.9"},
      {"0.005", "0.005"},
      {"-3.000", "-3"},
      {"007", "7"},
      {"-0", "0"},
      {"-0.00", "0"},
      {"0", "0"},
      {"1E2", "100"},
      {"1e+2", "100"},
      {"12.5e1", "125"},
      {"12.5e-1", "1.25"},
      {"5e-3", "0.005"},
      {"1e30", "1000000000000000000000000000000"},
      {"0.1e1", "1"},
      {"100e-2", "1"},
      {"-1.5e1", "-15"},
      {"0e0", "0"},
      {"1e-30", "0.000000000000000000000000000001"},
      {"1e31", nullptr},
      {"1e-31", nullptr},
      {"1e0031", nullptr},
      {"", nullptr},
      {"+1", nullptr},
      {"1.", nullptr},
      {".5", nullptr},
      {"1,5", nullptr},
      {" 1", nullptr},
      {"1 ", nullptr},
      {"0x10", nullptr},
      {"NaN", nullptr},
      {"1e", nullptr},
      {"--1", nullptr},
      {"1e1.5", nullptr},
      {"$5", nullptr},
      {"1\n", nullptr},
      {"-", nullptr},
      {"\xD9\xA1", nullptr},
  };
  for (const auto& [text, form] : kCases) {
    const auto found = shortest_decimal(text);
    EXPECT_EQ(found.has_value(), form != nullptr) << text;
    if (found && form) {
      EXPECT_EQ(*found, form) << text;
    }
  }
  EXPECT_EQ(shortest_decimal(digits(30)), digits(30));
  EXPECT_FALSE(shortest_decimal(digits(31)));
  EXPECT_EQ(shortest_decimal("0." + digits(30)), "0." + digits(30));
  EXPECT_FALSE(shortest_decimal("0." + digits(31)));
}

TEST(MinorUnits, HaveTheDigitsOfTheirCurrency) {
  const struct {
    const char* amount;
    const char* currency;
    const char* decimal;
  } kCases[] = {
      {"1999", "EUR", "19.99"}, {"1999", "JPY", "1999"}, {"1999", "KWD", "1.999"}, {"5", "USD", "0.05"},
      {"-5", "USD", "-0.05"},   {"0", "USD", "0"},       {"100", "USD", "1"},      {"1", "CLF", "0.0001"},
      {"7", "XXX", "0.07"},     {"1.5", "EUR", nullptr}, {"", "EUR", nullptr},     {"1e2", "EUR", nullptr},
  };
  for (const auto& row : kCases) {
    const auto found = from_minor_units(row.amount, row.currency);
    EXPECT_EQ(found.has_value(), row.decimal != nullptr) << row.amount << row.currency;
    if (found && row.decimal) {
      EXPECT_EQ(*found, row.decimal) << row.amount << row.currency;
    }
  }
}

TEST(ExactSum, LosesNothing) {
  const struct {
    std::vector<std::string> terms;
    std::string sum;
  } kCases[] = {
      {{}, "0"},
      {{"0.1", "0.2"}, "0.3"},
      {{"5", "-5"}, "0"},
      {{"1", "-1.001"}, "-0.001"},
      {{"-0.5", "-0.5", "0.25"}, "-0.75"},
      {{digits(30), "1"}, "1" + digits(30, '0')},
      {{"0." + digits(30, '9'), "0.000000000000000000000000000001"}, "1"},
      {{"9e30", "9e30", "-1e-30"}, "17999999999999999999999999999999.999999999999999999999999999999"},
  };
  for (const auto& row : kCases) {
    ExactSum sum;
    for (const auto& term : row.terms) EXPECT_TRUE(sum.add(term)) << term;
    EXPECT_EQ(sum.text(), row.sum);
  }
  ExactSum sum;
  EXPECT_TRUE(sum.add("1"));
  EXPECT_FALSE(sum.add("one"));
  EXPECT_FALSE(sum.add("0." + digits(30) + "e-1")) << "31 digits after the point";
  EXPECT_EQ(sum.text(), "1");
}

TEST(Instant, IsUtcWithMilliseconds) {
  const Pair kCases[] = {
      {"2020-04-06T14:51:56Z", "2020-04-06T14:51:56.000Z"},
      {"2020-04-06 14:51:56.5Z", "2020-04-06T14:51:56.500Z"},
      {"2020-04-06T14:51:56.123456789Z", "2020-04-06T14:51:56.123Z"},
      {"2020-04-06T14:51:56.9999+02:00", "2020-04-06T12:51:56.999Z"},
      {"2020-01-01T00:30:00+0130", "2019-12-31T23:00:00.000Z"},
      {"2020-02-29T00:00:00Z", "2020-02-29T00:00:00.000Z"},
      {"2000-02-29T00:00:00-00:00", "2000-02-29T00:00:00.000Z"},
      {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"},
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
      {"Mon, 06 Apr 2020 14:51:56 +0200", "2020-04-06T12:51:56.000Z"},
      {"6 Apr 2020 14:51:56 -0000", "2020-04-06T14:51:56.000Z"},
      {"2021-02-29T00:00:00Z", nullptr},
      {"1900-02-29T00:00:00Z", nullptr},
      {"2020-04-31T00:00:00Z", nullptr},
      {"2020-13-01T00:00:00Z", nullptr},
      {"2020-00-01T00:00:00Z", nullptr},
      {"2020-01-01T24:00:00Z", nullptr},
      {"2020-01-01T00:60:00Z", nullptr},
      {"2016-12-31T23:59:60Z", nullptr},
      {"2020-01-01T00:00:00+24:00", nullptr},
      {"2020-01-01T00:00:00+02", nullptr},
      {"2020-01-01T00:00:00", nullptr},
      {"2020-01-01T00:00:00.Z", nullptr},
      {"2020-01-01T00:00:00.1234567890Z", nullptr},
      {"2020-01-01t00:00:00z", nullptr},
      {"2020-01-01", nullptr},
      {"0000-01-01T00:00:00+00:01", nullptr},
      {"9999-12-31T23:59:59-00:01", nullptr},
      {"Mon, 06 Apr 2020 14:51:56 GMT", nullptr},
      {"Mon, 31 Apr 2020 14:51:56 +0000", nullptr},
      {"Mon 06 Apr 2020 14:51:56 +0000", nullptr},
      {"06 apr 2020 14:51:56 +0000", nullptr},
      {"006 Apr 2020 14:51:56 +0000", nullptr},
      {"", nullptr},
      {"1586184716", nullptr},
  };
  for (const auto& [text, instant] : kCases) {
    const auto found = normalize_instant(text);
    EXPECT_EQ(found.has_value(), instant != nullptr) << text;
    if (found && instant) {
      EXPECT_EQ(*found, instant) << text;
    }
  }
  EXPECT_TRUE(is_instant("2020-04-06T14:51:56.000Z"));
  EXPECT_FALSE(is_instant("2020-04-06T14:51:56Z"));
  EXPECT_EQ(add_hours("2020-12-31T12:00:00.001Z", 24), "2021-01-01T12:00:00.001Z");
}

TEST(CanonicalJson, HasOneSpelling) {
  const Pair kCases[] = {
      {R"( { "b" : [ 1 , true , null ] , "a" : { } } )", R"({"a":{},"b":[1,true,null]})"},
      {R"({"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7})",
       "{\"\\r\":2,\"1\":4,\"\xC2\x80\":6,\"\xC3\xB6\":7,\"\xE2\x82\xAC\":1,\"\xF0\x9F\x98\x80\":5,\"\xEF\xAC\xB3\":"
       "3}"},
      {R"(["\u0000\u001F\u007f\/\"\\\b\f\n\r\t"])", "[\"\\u0000\\u001f\x7f/\\\"\\\\\\b\\f\\n\\r\\t\"]"},
      {"[1.0,1e21,1e-7,0.000001,123456789012345680000,-0,5e-324,333333333.33333329]",
       "[1,1e+21,1e-7,0.000001,123456789012345680000,0,5e-324,333333333.3333333]"},
  };
  for (const auto& [text, canonical] : kCases) EXPECT_EQ(canonical_json(base::Json::parse(text)), canonical);
}

}  // namespace contracts
