#include "emulator/http/cors.h"

#include <gtest/gtest.h>

namespace http {
namespace {

const CorsPolicy kPolicy{.allow_origins = {"https://shop.example", "https://*.test"},
                         .allow_methods = {"GET", "POST"},
                         .allow_headers = {"content-type", "x-*"},
                         .expose_headers = {"x-a", "x-b"},
                         .max_age_seconds = 60,
                         .allow_credentials = true};

Request preflight(const std::string& origin, const std::string& method, const std::string& headers = "") {
  Request request{.method = "OPTIONS", .headers = {{"Origin", origin}, {"Access-Control-Request-Method", method}}};
  if (!headers.empty()) request.headers.add("Access-Control-Request-Headers", headers);
  return request;
}

TEST(Cors, APreflightIsAnsweredWithThePolicy) {
  const Response response =
      answer_preflight(kPolicy, preflight("https://shop.example", "POST", "Content-Type, X-Foo"), 204);
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.headers.get("access-control-allow-origin"), "https://shop.example");
  EXPECT_EQ(response.headers.get("access-control-allow-methods"), "GET,POST");
  EXPECT_EQ(response.headers.get("access-control-allow-headers"), "content-type,x-*");
  EXPECT_EQ(response.headers.get("access-control-max-age"), "60");
  EXPECT_EQ(response.headers.get("access-control-allow-credentials"), "true");
  EXPECT_EQ(response.headers.get("vary"), "origin");
}

TEST(Cors, WhoIsNotLetInGetsNoHeaders) {
  for (const Request& request :
       {preflight("https://other.example", "GET"), preflight("https://shop.example", "DELETE"),
        preflight("https://shop.example", "GET", "authorization"), preflight("https://shop.example.evil", "GET")}) {
    EXPECT_TRUE(answer_preflight(kPolicy, request, 204).headers.all().empty());
  }
}

TEST(Cors, AnyOriginIsToldAsAStar) {
  const CorsPolicy open{.allow_origins = {"*"}, .allow_methods = {"*"}, .allow_headers = {"*"}};
  const Response response = answer_preflight(open, preflight("null", "PATCH", "anything"), 200);
  EXPECT_EQ(response.headers.get("access-control-allow-origin"), "*");
  EXPECT_EQ(response.headers.find("vary"), nullptr);
}

TEST(Cors, ThePolicyReplacesWhatTheAnswerSays) {
  Response response{.headers = {{"Access-Control-Allow-Origin", "*"}, {"X-A", "1"}}};
  apply_cors(kPolicy, {.headers = {{"Origin", "https://a.test"}}}, response);
  EXPECT_EQ(response.headers.get("access-control-allow-origin"), "https://a.test");
  EXPECT_EQ(response.headers.get("access-control-expose-headers"), "x-a,x-b");
  apply_cors(kPolicy, {}, response);
  EXPECT_EQ(response.headers.find("access-control-allow-origin"), nullptr);
  EXPECT_EQ(response.headers.get("x-a"), "1");
}

TEST(Cors, OnlyABrowsersQuestionIsAPreflight) {
  EXPECT_TRUE(is_preflight(preflight("a", "GET")));
  EXPECT_FALSE(is_preflight({.method = "OPTIONS", .headers = {{"Origin", "a"}}}));
  EXPECT_FALSE(is_preflight({.method = "GET", .headers = {{"Origin", "a"}, {"Access-Control-Request-Method", "GET"}}}));
}

}  // namespace
}  // namespace http
