#include <gtest/gtest.h>

#include "domain/dates.h"
#include "domain/ids.h"
#include "domain/money.h"

namespace domain {
namespace {

// E041
TEST(ParseDay, ReadsTheSpellingsOfTheRuleAndNothingElse) {
  struct Case {
    const char* text;
    const char* day;  // null: refused
  };
  for (const Case& c : {Case{"2025-07-07", "2025-07-07"},
                        Case{"2025-02-30", nullptr},
                        Case{"2024-02-29", "2024-02-29"},
                        Case{"2025-02-29", nullptr},
                        Case{"1900-02-29", nullptr},
                        Case{"2000-02-29", "2000-02-29"},
                        Case{"2025-13-01", nullptr},
                        Case{"2025-00-01", nullptr},
                        Case{"2025-7-07", nullptr},
                        Case{"07/08/2025", nullptr},
                        Case{"2025-07-07 ", nullptr},
                        Case{"2025-07-07T12:00:00", "2025-07-07"},
                        Case{"2025-07-07 23:59:59.123456789", "2025-07-07"},
                        Case{"2025-07-07 23:59:59.", nullptr},
                        Case{"2025-07-07 23:59:59.1234567890", nullptr},
                        Case{"2025-07-07T24:00:00", nullptr},
                        Case{"2025-07-07T12:60:00", nullptr},
                        Case{"2025-07-07T12:00:60Z", nullptr},
                        Case{"2025-07-07T12:00", nullptr},
                        Case{"2025-07-07t12:00:00z", nullptr},
                        Case{"2025-07-07T12:00:00Z", "2025-07-07"},
                        Case{"2025-07-07T12:00:00 UTC", "2025-07-07"},
                        Case{"2025-07-07T12:00:00 Z", nullptr},
                        Case{"2025-07-07T01:30:00+02:00", "2025-07-06"},
                        Case{"2025-07-07T01:30:00+0130", "2025-07-07"},
                        Case{"2025-07-07T01:29:59+0130", "2025-07-06"},
                        Case{"2025-12-31T23:30:00-00:30", "2026-01-01"},
                        Case{"2025-12-31T23:29:59-00:30", "2025-12-31"},
                        Case{"2025-07-07T12:00:00+24:00", nullptr},
                        Case{"2025-07-07T12:00:00+12:60", nullptr},
                        Case{"2025-07-07T12:00:00+12", nullptr},
                        Case{"0001-01-01", "0001-01-01"},
                        Case{"0000-12-31", nullptr},
                        Case{"0000-12-31T23:59:00-00:01", nullptr},
                        Case{"0001-01-01T00:00:00+00:01", nullptr},
                        Case{"9999-12-31", "9999-12-31"},
                        Case{"9999-12-31T23:59:00-00:01", nullptr},
                        Case{"", nullptr}}) {
    const auto day = parse_day(c.text);
    EXPECT_EQ(day ? format_day(*day) : "refused", c.day ? c.day : "refused") << c.text;
  }
}

// E061
TEST(ParseMoney, ReadsDecimalTextExactly) {
  struct Case {
    const char* text;
    std::optional<std::int64_t> value;
  };
  for (const Case& c :
       {Case{"19.99", 199900}, Case{"0", 0}, Case{"-0.00", 0}, Case{"-1.5", -15000}, Case{"007", 70000},
        Case{"0.0001", 1}, Case{"999999999999.9999", 9999999999999999}, Case{"1000000000000", std::nullopt},
        Case{"5.00001", std::nullopt}, Case{"5.", std::nullopt}, Case{".5", std::nullopt}, Case{"+5", std::nullopt},
        Case{"1e3", std::nullopt}, Case{"1,000", std::nullopt}, Case{"$5", std::nullopt}, Case{"--5", std::nullopt},
        Case{"-", std::nullopt}, Case{"", std::nullopt}, Case{"5 ", std::nullopt}}) {
    const auto money = parse_money(c.text);
    EXPECT_EQ(money ? std::optional(money->ten_thousandths) : std::nullopt, c.value) << c.text;
  }
}

TEST(Money, RoundsHalvesAwayFromZero) {
  EXPECT_TRUE(divide_rounded(5, 10) == 1);
  EXPECT_TRUE(divide_rounded(-5, 10) == -1);
  EXPECT_TRUE(divide_rounded(49, 100) == 0);
  EXPECT_TRUE(divide_rounded(-25, 10) == -3);
  EXPECT_EQ(format_fixed(divide_rounded(10050, 100), 2), "1.01");
}

TEST(Money, WritesEveryIntegerAndReadsItBack) {
  EXPECT_EQ(format_fixed(0, 2), "0.00");
  EXPECT_EQ(format_fixed(5, 2), "0.05");
  EXPECT_EQ(with_decimals("19.9", 2), "19.90");
  EXPECT_EQ(with_decimals("-3", 4), "-3.0000");
  EXPECT_EQ(with_decimals("0.1234", 2), "0.1234");
  EXPECT_EQ(with_decimals("7", 0), "7");
  EXPECT_EQ(format_fixed(-5, 2), "-0.05");
  EXPECT_EQ(format_fixed(12345, 4), "1.2345");
  EXPECT_EQ(format_integer(0), "0");
  const base::Int128 large = base::Int128{1} << 100;
  EXPECT_EQ(format_integer(-large), "-1267650600228229401496703205376");
  EXPECT_TRUE(parse_integer("-1267650600228229401496703205376") == -large);
  EXPECT_FALSE(parse_integer("12x").has_value());
  EXPECT_FALSE(parse_integer("").has_value());
}

TEST(ParseId, WholeNumbersHaveNoLeadingZeroAndAtMostEighteenDigits) {
  EXPECT_EQ(parse_id(IdProfile::kInt, "999999999999999999")->number, 999999999999999999u);
  for (const char* text : {"", "0", "007", "1234567890123456789", "-1", "1.0", "x", "1 "}) {
    EXPECT_FALSE(parse_id(IdProfile::kInt, text)) << text;
  }
}

TEST(ParseId, TextsAreUpTo64BytesWithoutControlCharacters) {
  for (const std::string& text : {std::string("A-1"), std::string(64, 'x'), std::string("ü\xC2\xA0")}) {
    EXPECT_EQ(parse_id(IdProfile::kStr, text)->text, text);
  }
  for (const std::string& text : {std::string(), std::string(65, 'x'), std::string("a\tb"), std::string("a\x7F"),
                                  std::string("a\xC2\x80"), std::string("a\xC2\x9F")}) {
    EXPECT_FALSE(parse_id(IdProfile::kStr, text)) << text;
  }
}

}  // namespace
}  // namespace domain
