#include "lambda/http.h"

#include <gtest/gtest.h>

#include "base/failure.h"

namespace lambda {

using base::Json;

// V010
TEST(LambdaHttp, ReadsARequestOfPayloadFormatTwo) {
  const HttpRequest request = parse_http_request(Json::parse(R"({
    "version": "2.0", "routeKey": "POST /v1/vendors/{vendorId}/events", "rawPath": "/v1/vendors/acme/events",
    "rawQueryString": "contract=a.b&x=%20", "headers": {"Idempotency-Key": "a/b", "content-type": "application/json"},
    "queryStringParameters": {"contract": "a.b", "x": " "}, "pathParameters": {"vendorId": "acme"},
    "requestContext": {"http": {"method": "POST", "path": "/v1/vendors/acme/events"}},
    "body": "{ \"a\": 1 }\n", "isBase64Encoded": false})"));
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/v1/vendors/acme/events");
  EXPECT_EQ(request.query, "contract=a.b&x=%20");
  EXPECT_EQ(request.find_header("idempotency-key"), "a/b");
  EXPECT_EQ(request.find_header("host"), std::nullopt);
  EXPECT_EQ(request.find_query("x"), " ");
  EXPECT_EQ(request.parameters.at("vendorId"), "acme");
  EXPECT_EQ(request.body, "{ \"a\": 1 }\n");
}

TEST(LambdaHttp, DecodesABodyThatCameInBase64) {
  const HttpRequest request = parse_http_request(Json::parse(
      R"({"version":"2.0","requestContext":{"http":{"method":"POST"}},"body":"/wABCg==","isBase64Encoded":true})"));
  EXPECT_EQ(request.body, std::string("\xff\x00\x01\n", 4));
}

TEST(LambdaHttp, RefusesWhatIsNoRequest) {
  for (const char* event :
       {R"({"operation":"backfill"})", R"({"version":"1.0","requestContext":{"http":{"method":"GET"}}})",
        R"({"version":"2.0"})",
        R"({"version":"2.0","requestContext":{"http":{"method":"GET"}},"body":"%","isBase64Encoded":true})",
        R"({"version":"2.0","requestContext":{"http":{"method":"GET"}},"headers":{"a":1}})"}) {
    EXPECT_THROW(parse_http_request(Json::parse(event)), base::Failure) << event;
  }
}

TEST(LambdaHttp, AProblemListsEachFieldThatIsWrong) {
  const Json reply = to_json(to_reply({.status = 400,
                                       .title = "t",
                                       .detail = "d",
                                       .errors = {{"contract", "is missing"}, {"vendorId", "is no name"}},
                                       .more = {{"known", Json::array({"a"})}},
                                       .headers = {{"Retry-After", "1"}}}));
  EXPECT_EQ(reply.at("statusCode").as_int(), 400);
  EXPECT_EQ(reply.at("headers").dump(), R"({"content-type":"application/problem+json","retry-after":"1"})");
  EXPECT_EQ(reply.at("body").as_string(),
            R"({"type":"about:blank","title":"t","status":400,"detail":"d",)"
            R"("errors":[{"field":"contract","detail":"is missing"},{"field":"vendorId","detail":"is no name"}],)"
            R"("known":["a"]})");
}

}  // namespace lambda
