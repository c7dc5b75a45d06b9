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

TEST(Json, RefusesWhatIsNotJson) {
  for (const char* text : {"", "{", "[1,]", "01", "\"\xff\"", "1e400", "nul", "{} x"}) {
    EXPECT_THROW(Json::parse(text), JsonError) << text;
  }
  EXPECT_THROW(Json::parse(std::string(600, '[') + std::string(600, ']')), JsonError);
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
  EXPECT_EQ(Json("a\xff").dump(), "\"a\xef\xbf\xbd\"");
}

}  // namespace base
