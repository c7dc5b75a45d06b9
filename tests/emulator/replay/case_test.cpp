#include "emulator/replay/case.h"

#include <gtest/gtest.h>

#include "emulator/replay/request.h"

namespace replay {
namespace {

constexpr std::string_view kSmallest =
    R"({"description": "d", "environment": {"clock": "2026-01-02T00:00:00Z"}, "inputs": [{"s3": {"bucket": "b", "key": "k", "body": "x"}}]})";

std::string complaint(std::string_view text) {
  try {
    const Case made = parse_case("events/suite/one.case.json", text);
    for (const Input& input : made.inputs) to_request(input, {}, "/inputs/0");
    return "no complaint";
  } catch (const CaseError& error) {
    return error.what();
  }
}

TEST(ACase, IsNamedByItsFolderAndFile) {
  const Case made = parse_case("events/suite/one.case.json", kSmallest);
  EXPECT_EQ("suite/one", made.name());
  EXPECT_EQ(1u, made.inputs.size());
  EXPECT_EQ(1, made.inputs[0].times);
}

TEST(ACase, ThatIsWrongSaysWhereAndWhy) {
  const auto with = [](std::string_view from, std::string_view to) {
    std::string text(kSmallest);
    const auto at = text.find(from);
    EXPECT_NE(std::string::npos, at);
    return text.replace(at, from.size(), to);
  };
  struct Row {
    std::string text;
    std::string_view says;
  };
  const Row rows[] = {
      {"{", "the case: "},
      {with(R"("description": "d", )", ""), "/description: is missing"},
      {with(R"("clock")", R"("cloc")"), "/environment/cloc: is not known here"},
      {with("2026-01-02T00:00:00Z", "yesterday"), "/environment/clock: must be a time"},
      {with(R"("inputs": [)", R"("inputs": [], "inputz": [)"), "/inputz: is not known here"},
      {with(R"({"s3": {"bucket": "b", "key": "k", "body": "x"}})", ""), "/inputs: must hold what comes in"},
      {with(R"({"s3")", R"({"at": -1, "s3")"), "/inputs/0/at: must not be negative"},
      {with(R"({"s3")", R"({"sqs": {}, "s3")"), "/inputs/0: is both 's3' and 'sqs'"},
      {with(R"("key": "k", )", ""), "/inputs/0/s3/key: must be a text"},
      {with(R"("key": "k")", R"("key": "k", "kee": 1)"), "/inputs/0/s3/kee: is not known here"},
      {with(R"("inputs")", R"("expect": {"s4": {}}, "inputs")"), "/expect/s4: is not a section"},
      {with(R"("inputs")", R"("compare": [{"path": "/s3", "rule": "same"}], "inputs")"),
       "/compare/0/rule: is not one of"},
      {with(R"("inputs")", R"("mocks": {"f": [{}]}, "inputs")"), "/mocks/f/0: must have either"},
      {with(R"("inputs")", R"("ignore": ["s3"], "expect": {"s3": {}}, "inputs")"),
       "/ignore: s3 is expected and ignored"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(0u, complaint(row.text).find(row.says)) << row.text << "\n" << complaint(row.text);
}

TEST(APattern, FitsPlacesSegmentBySegment) {
  const std::vector<std::string> place = {"s3", "box", "a/b", "0"};
  EXPECT_TRUE(fits("/s3/box/a~1b/0", place, Fit::kExactly));
  EXPECT_TRUE(fits("/s3/*/*/*", place, Fit::kExactly));
  EXPECT_FALSE(fits("/s3/*/*", place, Fit::kExactly));
  EXPECT_TRUE(fits("/s3/box", place, Fit::kBelow));
  EXPECT_FALSE(fits("/s3/bo", place, Fit::kBelow));
  EXPECT_EQ("/s3/box/a~1b/0", to_pointer(place));
}

TEST(AnInput, BecomesTheRequestThatAClientWouldSend) {
  const auto request = [](std::string_view kind, std::string_view body) {
    return to_request({.kind = std::string(kind), .body = base::Json::parse(body)}, {}, "/inputs/0");
  };
  const Request upload = request("s3", R"({"bucket": "box", "key": "a b/c", "body": {"base64": "AAE="}})");
  EXPECT_EQ("PUT", upload.method);
  EXPECT_EQ("/box/a%20b/c", upload.target);
  EXPECT_EQ(std::string("\0\1", 2), upload.body);
  const Request event = request("events", R"({"bus": "b", "source": "s", "detailType": "t", "detail": {"a": 1}})");
  EXPECT_EQ("AWSEvents.PutEvents", event.headers.get("X-Amz-Target"));
  EXPECT_EQ(R"({"a":1})", base::Json::parse(event.body).at("Entries").at(0).text("Detail"));
  EXPECT_EQ("/2015-03-31/functions/f/invocations", request("invoke", R"({"function": "f", "event": {}})").target);
  EXPECT_EQ("vendor-events", request("http", R"({"path": "/v1", "api": "vendor-events"})").api);
}

}  // namespace
}  // namespace replay
