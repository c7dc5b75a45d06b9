#include "base/json.h"

#include <gtest/gtest.h>

namespace base {

TEST(Json, KeepsTheOrderOfMembersAndReadsBackWhatItWrites) {
  const std::string text = R"({"b":1,"a":[true,null,"x\n\u0001"],"c":{"d":1.5,"e":1.0,"f":18446744073709551615}})";
  EXPECT_EQ(Json::parse(text).dump(), text);
}

TEST(Json, TheLastOfRepeatedNamesCounts) {
  EXPECT_EQ(Json::parse(R"({"a":1,"b":2,"a":3})").dump(), R"({"a":3,"b":2})");
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += "\"k" + std::to_string(i % 50) + "\":" + std::to_string(i) + ",";
  const Json read = Json::parse(many + "\"z\":0}");
  EXPECT_EQ(read.size(), 51u);
  EXPECT_EQ(read.at("k7").as_int(), 57);
}

TEST(Json, ReadsEveryFormOfAValue) {
  struct Case {
    std::string text;
    std::string written;
  };
  const Case cases[] = {
      {" \t\r\n[ ] ", "[]"},
      {"{ \"a\" : { } , \"\" : [ [ ] , 1 ] }", R"({"a":{},"":[[],1]})"},
      {"\xEF\xBB\xBF{}", "{}"},
      {"-0", "0"},
      {"-0.0", "-0.0"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"-9223372036854775809", "-9223372036854775808.0"},
      {"18446744073709551615", "18446744073709551615"},
      {"18446744073709551616", "18446744073709551616.0"},
      {"1E+2", "100.0"},
      {"1.5e-7", "1.5e-07"},
      {"4.9e-324", "5e-324"},  // the smallest there is
      {"1e-400", "0.0"},
      {R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00")", "\"\\\"\\\\/\\b\\f\\n\\r\\tAé€😀\""},
      {"\"seven..\\neight...é\\u0000\"", "\"seven..\\neight...é\\u0000\""},
      {"\"\x7F\xC2\x80\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF\"",
       "\"\x7F\xC2\x80\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF\""},
  };
  for (const Case& row : cases) EXPECT_EQ(Json::parse(row.text).dump(), row.written) << row.text;
}

TEST(Json, FindsTheEndOfAStringWhereverItIs) {
  for (std::size_t length = 0; length < 40; ++length) {
    for (const std::string end : {"\"", "\\n\"", "\\\\\"", "é\"", "\\u00e9x\""}) {
      const std::string text = "[\"" + std::string(length, ' ') + end + ",\"behind\"]";
      const Json read = Json::parse(text);
      ASSERT_EQ(read.size(), 2u) << text;
      EXPECT_EQ(read.at(0).as_string().substr(0, length), std::string(length, ' '));
      EXPECT_EQ(read.at(1).as_string(), "behind");
      EXPECT_EQ(Json::parse(read.dump()), read);
    }
  }
}

TEST(Json, RefusesWhatIsNotJson) {
  const std::string cases[] = {
      "",
      "{",
      "[1,\n 2,]",
      "[1 2]",
      "{\"a\":1,}",
      "{\"a\" 1}",
      "{a:1}",
      "{\"a\":1 \"b\":2}",
      "{\"a\":}",
      "[}",
      "01",
      "+1",
      ".5",
      "-",
      "1.",
      "1e",
      "1e400",
      "-1e400",
      "nul",
      "NaN",
      "True",
      "{} x",
      "// x\n1",
      "'a'",
      "\"abc",
      "\"a\nb\"",
      "\"\\x\"",
      "\"\\",
      "\"\\u12g4\"",
      "\"\\u12",
      "\"\\ud83d\"",
      "\"\\ud83d\\n\"",
      "\"\\ud83d\\u0041\"",
      "\"\\ude00\"",
      "\"\xff\"",
      "\"\xC0\x80\"",
      "\"\xED\xA0\x80\"",
      "\"\xF4\x90\x80\x80\"",
      "\"eight...\xE2\x82\"",
      std::string(513, '[') + std::string(513, ']'),
  };
  for (const std::string& text : cases) {
    EXPECT_THROW(Json::parse(text), JsonError) << text;
    EXPECT_EQ(Json::try_parse(text), std::nullopt) << text;
  }
  EXPECT_TRUE(Json::parse(std::string(512, '[') + std::string(512, ']')).is_array());
}

TEST(Json, NumbersCompareByValueAndObjectsWithoutOrder) {
  EXPECT_EQ(Json::parse("[1, 2.0]"), Json::parse("[1.0, 2]"));
  EXPECT_EQ(Json::parse(R"({"a":1,"b":2})"), Json::parse(R"({"b":2,"a":1})"));
  EXPECT_FALSE(Json(1) == Json("1"));
}

TEST(Json, IsBuiltFromLists) {
  const Json made = {{"MessageId", "m-1"}, {"Attempts", 3}, {"Tags", Json::array({"a", "b"})}};
  EXPECT_EQ(made.dump(), R"({"MessageId":"m-1","Attempts":3,"Tags":["a","b"]})");
  EXPECT_EQ(Json::object().dump(), "{}");
  EXPECT_EQ(made.text("MessageId"), "m-1");
  EXPECT_EQ(made.text("Attempts", "none"), "none");
}

TEST(Json, BytesThatAreNotUtf8AreWrittenAsTheReplacementCharacter) {
  struct Case {
    std::string bytes;
    std::string written;  // with ? for the replacement character
  };
  const Case cases[] = {
      {"a\xff", "\"a?\""},
      {"\xE2\x82", "\"?\""},  // one character that breaks off
      {"\xE2\x82\n\xF0\x9F\x98x", "\"?\\n?x\""},
      {"\xC0\x80", "\"??\""},
      {"\xED\xA0\x80", "\"???\""},
      {"é\x80€", "\"é?€\""},
  };
  for (const Case& row : cases) {
    std::string expected;
    for (const char c : row.written) expected += c == '?' ? std::string("\xEF\xBF\xBD") : std::string(1, c);
    EXPECT_EQ(Json(row.bytes).dump(), expected);
  }
}

}  // namespace base
