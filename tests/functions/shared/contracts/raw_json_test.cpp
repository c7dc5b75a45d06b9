#include "contracts/raw_json.h"

#include <gtest/gtest.h>

namespace contracts {

using base::Json;

namespace {

// "rule@path" of each violation, with a blank between; "" where the payload is read.
std::string faults(std::string_view bytes) {
  const auto read = parse_raw(bytes);
  std::string text;
  if (const auto* violations = std::get_if<std::vector<Violation>>(&read)) {
    for (const Violation& violation : *violations) {
      EXPECT_EQ(violation.stage, Stage::kSyntax);
      text += (text.empty() ? "" : " ") + violation.rule + "@" + violation.path;
    }
  }
  return text;
}

std::string seen_by_mapping(std::string_view bytes) {
  return std::get<RawDocument>(parse_raw(bytes)).mapping_input().dump();
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

}  // namespace

TEST(RawJson, ReadsWhatRfc8259Allows) {
  for (const char* text : {"{}", "[]", " \t\r\n null ", "\"\"", "-0", "0.5", "1E+2", "1e-400", "[1,[2,{\"a\":[]}]]",
                           R"("\"\\\/\b\f\n\r\t\u00e9")", "\xEF\xBB\xBF{}", R"({"":1,"__proto__":2})", "\"\x7f\""}) {
    EXPECT_EQ(faults(text), "") << text;
  }
}

TEST(RawJson, SaysWhatIsNoJson) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "[1,]",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{'a':1}",
                           "[1 2]",
                           "// no\n{}",
                           "{} {}",
                           "NaN",
                           "-Infinity",
                           "01",
                           "+1",
                           ".5",
                           "1.",
                           "1e",
                           "1e+",
                           "0x10",
                           "- 1",
                           "tru",
                           "\"a",
                           "\"a\nb\"",
                           R"("\x")",
                           R"("\u12g4")",
                           R"("\u12)",
                           "{\"a\"}",
                           "{\"a\":}",
                           "[,1]",
                           "]",
                           "\xEF\xBB\xBF\xEF\xBB\xBF{}",
                           "\xC2\xA0{}"}) {
    EXPECT_EQ(faults(text), "json@") << text;
  }
}

TEST(RawJson, EndsReadingAtOnceWhereTheBytesAreNoText) {
  for (const char* text :
       {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\xff\xfe{", "\"\xf4\x90\x80\x80\"", "{ \xe2\x82"}) {
    EXPECT_EQ(faults(text), "utf8@") << text;
  }
  EXPECT_EQ(faults(std::string(kMaxPayloadBytes + 1, ' ')), "size@");
  std::string largest(kMaxPayloadBytes, ' ');
  largest.back() = '0';
  EXPECT_EQ(faults(largest), "");
}

TEST(RawJson, GoesDown128Containers) {
  EXPECT_EQ(faults(nested(128)), "");
  EXPECT_EQ(faults(nested(129)), "depth@");
  EXPECT_EQ(faults(std::string(100'000, '[')), "depth@") << "before the missing ends are missed";
  EXPECT_EQ(faults(R"([{"a":1,"a":2},)" + nested(128) + "]"), "depth@") << "what was collected does not count any more";
}

TEST(RawJson, CollectsWhatIsWrongAtAPath) {
  const struct {
    const char* text;
    const char* found;
  } kCases[] = {
      {R"({"a":1,"a":1})", "duplicate-key@/a"},
      {R"({"a":1,"\u0061":2,"a":3})", "duplicate-key@/a"},
      {R"([{"x/y~z":1,"x/y~z":2}])", "duplicate-key@/0/x~1y~0z"},
      {R"(["\ud83d","\ude00","\ude00\ud83d","\ud83d\ude00"])", "lone-surrogate@/0 lone-surrogate@/1 lone-surrogate@/2"},
      {R"({"o":{"\ud800":1}})", "lone-surrogate@/o"},
      {R"({"n":[1e400,-1e400,1e308,1e-400]})", "number-range@/n/0 number-range@/n/1"},
      {R"({"b":1e999,"a":"\udc00","b":0})", "lone-surrogate@/a duplicate-key@/b number-range@/b"},
      {R"({"\ud800":1,"\ud801":2})", "lone-surrogate@"},  // different names
  };
  for (const auto& row : kCases) EXPECT_EQ(faults(row.text), row.found) << row.text;
}

TEST(RawJson, FindsADoubledNameAmongMany) {
  std::string text = "{";
  for (int i = 0; i < 50'000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_EQ(faults(text + "\"last\":0}"), "");
  EXPECT_EQ(faults(text + "\"k17\":0}"), "duplicate-key@/k17");
}

TEST(RawJson, ShowsTheMappingNumbersAsTheyWereWritten) {
  const struct {
    const char* text;
    const char* seen;
  } kCases[] = {
      {"[0,7,-12,999999999999999]", "[0,7,-12,999999999999999]"},
      {"[5.10]", R"(["5.10"])"},
      {"[1234567890123456]", R"(["1234567890123456"])"},
      {"[-123456789012345]", "[-123456789012345]"},
      {"[-0,-0.0,0e0,1E2]", R"(["-0","-0.0","0e0","1E2"])"},
      {R"({"a":{"b":[true,null,"5.10",19.99]}})", R"({"a":{"b":[true,null,"5.10","19.99"]}})"},
  };
  for (const auto& row : kCases) EXPECT_EQ(seen_by_mapping(row.text), row.seen) << row.text;
}

TEST(RawJson, ShowsTheSchemaNumbersAsNumbers) {
  const auto document = std::get<RawDocument>(parse_raw("[5.10,1E2,820982911946154508,-0]"));
  for (const Json& number : document.value.elements()) EXPECT_TRUE(number.is_number());
  EXPECT_EQ(document.value.at(std::size_t{1}).as_double(), 100);
}

TEST(RawJson, DecodesEscapesToUtf8) {
  EXPECT_EQ(std::get<RawDocument>(parse_raw(R"("\u0041\u00e9\u20ac\ud83d\ude00\u0000")")).value.as_string(),
            std::string("A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\0", 11));
}

}  // namespace contracts
