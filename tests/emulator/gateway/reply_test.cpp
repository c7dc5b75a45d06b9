// What becomes of what a function says.

#include "emulator/gateway/reply.h"

#include <gtest/gtest.h>

namespace gateway {
namespace {

// "201 a: b, c: d | body", or "none".
std::string told(const std::optional<http::Response>& response) {
  if (!response) return "none";
  std::string text = std::to_string(response->status);
  for (const auto& [name, value] : response->headers.all()) text += " " + name + "=" + value;
  return text + " | " + std::get<std::string>(response->body);
}

struct Case {
  std::string name = {};
  std::string payload = {};
  std::string in_2_0 = {};
  std::string in_1_0 = {};
};

class Replies : public testing::TestWithParam<Case> {};

TEST_P(Replies, BecomeResponses) {
  EXPECT_EQ(told(parse_reply(GetParam().payload, PayloadFormat::k2_0, "t/p")), GetParam().in_2_0);
  EXPECT_EQ(told(parse_reply(GetParam().payload, PayloadFormat::k1_0, "t/p")), GetParam().in_1_0);
}

INSTANTIATE_TEST_SUITE_P(
    All, Replies,
    testing::Values(
        Case{"object", R"({"a": 1})", R"(200 content-type=application/json | {"a": 1})", "none"},
        Case{"text", R"("Hello\n")", "200 content-type=application/json | Hello\n", "none"},
        Case{"null", "null", "200 content-type=application/json | null", "none"},
        Case{"not_json", "oops", "none", "none"},
        Case{"status_alone", R"({"statusCode": 204})", "204 content-type=t/p | ", "204 content-type=t/p | "},
        Case{"status_as_text", R"({"statusCode": "201"})", "201 content-type=t/p | ", "201 content-type=t/p | "},
        Case{"body", R"({"statusCode": 200, "body": "b", "headers": {"Content-Type": "x/y", "n": 1, "t": true}})",
             "200 Content-Type=x/y n=1 t=true | b", "200 Content-Type=x/y n=1 t=true | b"},
        Case{"base64", R"({"statusCode": 200, "body": "aGk=", "isBase64Encoded": true})", "200 content-type=t/p | hi",
             "200 content-type=t/p | hi"},
        Case{"cookies", R"({"statusCode": 200, "cookies": ["a=b", "c=d"]})",
             "200 set-cookie=a=b set-cookie=c=d content-type=t/p | ",
             "200 set-cookie=a=b set-cookie=c=d content-type=t/p | "},
        Case{"many_values", R"({"statusCode": 200, "headers": {"a": "1"}, "multiValueHeaders": {"A": ["2", "3"]}})",
             "200 A=2 A=3 content-type=t/p | ", "200 A=2 A=3 content-type=t/p | "},
        Case{"nulls", R"({"statusCode": 200, "headers": null, "body": null, "isBase64Encoded": null})",
             "200 content-type=t/p | ", "200 content-type=t/p | "},
        Case{"status_too_large", R"({"statusCode": 600})", "none", "none"},
        Case{"status_no_number", R"({"statusCode": {}})", "none", "none"},
        Case{"headers_no_object", R"({"statusCode": 200, "headers": []})", "none", "none"},
        Case{"body_no_text", R"({"statusCode": 200, "body": {}})", "none", "none"},
        Case{"base64_wrong", R"({"statusCode": 200, "body": "?", "isBase64Encoded": true})", "none", "none"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace gateway
