#include "emulator/dynamodb/number.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/key.h"

namespace dynamodb {
namespace {

struct TextCase {
  std::string given = {};
  std::string canonical = {};
};

TEST(DynamoNumber, IsWrittenCanonically) {
  const std::string nines(38, '9');
  const std::vector<TextCase> cases = {
      {"0", "0"},
      {"-0", "0"},
      {"0.000e5", "0"},
      {"+1", "1"},
      {"1.0", "1"},
      {".5", "0.5"},
      {"5.", "5"},
      {"-0015.789e6", "-15789000"},
      {"0000012345678901234567890123456789012345678", "12345678901234567890123456789012345678"},
      {"-00001.23456789012345678901234567890123456780000", "-1.2345678901234567890123456789012345678"},
      {"0009.99999999999999999999999999999999999990000e125", nines + std::string(88, '0')},
      {"1e-130", "0." + std::string(129, '0') + "1"},
      {"100E-2", "1"},
      {"1E125", "1" + std::string(125, '0')},
  };
  for (const TextCase& each : cases) {
    EXPECT_EQ(Number::parse(each.given).text(), each.canonical) << each.given;
    EXPECT_EQ(Number::parse(each.canonical), Number::parse(each.given)) << each.given;
  }
}

TEST(DynamoNumber, RefusesWhatIsNoNumberOrDoesNotFit) {
  const std::vector<TextCase> cases = {
      {"", "The parameter cannot be converted to a numeric value"},
      {"b", "The parameter cannot be converted to a numeric value: b"},
      {"1e", "The parameter cannot be converted to a numeric value: 1e"},
      {"--1", "The parameter cannot be converted to a numeric value: --1"},
      {"1.2.3", "The parameter cannot be converted to a numeric value: 1.2.3"},
      {" 1", "The parameter cannot be converted to a numeric value:  1"},
      {"NaN", "The parameter cannot be converted to a numeric value: NaN"},
      {"123456789012345678901234567890123456789", "Attempting to store more than 38 significant digits in a Number"},
      {"1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range"},
      {"-1e999999999999", "Number overflow. Attempting to store a number with magnitude larger than supported range"},
      {"1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range"},
  };
  for (const TextCase& each : cases) {
    try {
      Number::parse(each.given);
      ADD_FAILURE() << "took " << each.given;
    } catch (const Fault& fault) {
      EXPECT_EQ(fault.message, each.canonical);
      EXPECT_EQ(fault.code, "ValidationException");
    }
  }
}

TEST(DynamoNumber, AddsAndSubtractsExactly) {
  struct Case {
    std::string a = {}, b = {}, sum = {};
  };
  const std::vector<Case> cases = {
      {"1", "2", "3"},
      {"0.1", "0.2", "0.3"},
      {"1", "-1", "0"},
      {"-5", "3", "-2"},
      {"999", "1", "1000"},
      {"1000", "-1", "999"},
      {"0", "-7.5", "-7.5"},
      {"19.99", "0.01", "20"},
      {"1e37", "1", "10000000000000000000000000000000000001"},
      {"1e38", "-1", std::string(38, '9')},
      {"-0.001", "-0.009", "-0.01"},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(Number::parse(each.a).plus(Number::parse(each.b)).text(), each.sum) << each.a << " + " << each.b;
    EXPECT_EQ(Number::parse(each.b).plus(Number::parse(each.a)).text(), each.sum) << each.b << " + " << each.a;
    EXPECT_EQ(Number::parse(each.sum).minus(Number::parse(each.b)), Number::parse(each.a))
        << each.sum << " - " << each.b;
  }
  EXPECT_THROW(Number::parse("1e38").plus(Number::parse("1")), Fault) << "39 digits";
  EXPECT_THROW(Number::parse("9e125").plus(Number::parse("9e125")), Fault) << "too large";
}

TEST(DynamoNumber, ItsKeyEncodingSortsAsTheNumbersDo) {
  std::vector<std::string> texts = {"-9.9e125", "-1e38", "-101",    "-100.5", "-100",   "-99",   "-1.5", "-1",
                                    "-0.5",     "-0.05", "-1e-130", "0",      "1e-130", "0.001", "0.01", "0.1",
                                    "0.12",     "0.125", "0.13",    "0.2",    "1",      "1.01",  "1.1",  "2",
                                    "9",        "10",    "10.5",    "11",     "99",     "100",   "1e125"};
  std::string previous;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Number number = Number::parse(texts[i]);
    std::string key;
    append_key_part(key, AttributeValue::number(number));
    if (i > 0) {
      EXPECT_LT(previous, key) << texts[i - 1] << " before " << texts[i];
      EXPECT_LT(Number::parse(texts[i - 1]), number);
    }
    previous = key;
  }
}

TEST(DynamoNumber, CountsTwoDigitsAByteInAnItemsSize) {
  struct Case {
    std::string text = {};
    std::size_t size = 0;
  };
  for (const Case& each : std::vector<Case>{{"0", 1},
                                            {"1", 2},
                                            {"11", 2},
                                            {"-1", 3},
                                            {"11111", 4},
                                            {"1" + std::string(125, '0'), 2},
                                            {std::string(38, '1') + std::string(88, '0'), 20}}) {
    EXPECT_EQ(Number::parse(each.text).size(), each.size) << each.text;
  }
}

}  // namespace
}  // namespace dynamodb
