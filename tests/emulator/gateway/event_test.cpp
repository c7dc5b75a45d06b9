// The events that functions are given, byte for byte.

#include "emulator/gateway/event.h"

#include <gtest/gtest.h>

namespace gateway {
namespace {

const std::map<std::string, std::string> kVariables = {{"table", "orders"}};

http::Request request() {
  return {.method = "POST",
          .query = "a=1&b=%20&a=2",
          .headers = {{"Host", "localhost:4566"},
                      {"X-Two", "1"},
                      {"x-two", "2"},
                      {"Cookie", "k=v; l=w"},
                      {"User-Agent", "curl"},
                      {"Connection", "close"},
                      {"Content-Type", "application/json; charset=utf-8"}},
          .peer = "127.0.0.1:5000"};
}

Circumstances circumstances() {
  return {.account = "000000000000",
          .api_id = "abc",
          .domain_name = "abc.execute-api.us-east-1.amazonaws.com",
          .request_id = "r-1",
          .trace_id = "Root=1-2-3",
          .stage = "$default",
          .path = "/v1/a b",
          .route_key = "POST /v1/{id}",
          .resource = "/v1/{id}",
          .path_parameters = {{"id", "a b"}},
          .stage_variables = &kVariables,
          .now = base::from_epoch_millis(1'583'348'638'390)};
}

TEST(Event, OfFormat20IsAsApiGatewayWritesIt) {
  EXPECT_EQ(
      event_2_0(request(), R"({"x":"é"})", circumstances()),
      R"({"version":"2.0","routeKey":"POST /v1/{id}","rawPath":"/v1/a b","rawQueryString":"a=1&b=%20&a=2",)"
      R"("cookies":["k=v","l=w"],"headers":{"content-type":"application/json; charset=utf-8","host":"localhost:4566",)"
      R"("user-agent":"curl","x-amzn-trace-id":"Root=1-2-3","x-forwarded-for":"127.0.0.1","x-forwarded-port":"4566",)"
      R"("x-forwarded-proto":"http","x-two":"1,2"},"queryStringParameters":{"a":"1,2","b":" "},)"
      R"("requestContext":{"accountId":"000000000000","apiId":"abc",)"
      R"("domainName":"abc.execute-api.us-east-1.amazonaws.com","domainPrefix":"abc","http":{"method":"POST",)"
      R"("path":"/v1/a b","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"curl"},"requestId":"r-1",)"
      R"("routeKey":"POST /v1/{id}","stage":"$default","time":"04/Mar/2020:19:03:58 +0000",)"
      R"("timeEpoch":1583348638390},"pathParameters":{"id":"a b"},"stageVariables":{"table":"orders"},)"
      R"("body":"{\"x\":\"é\"}","isBase64Encoded":false})");
}

TEST(Event, OfFormat20LeavesOutWhatThereIsNot) {
  const http::Request bare{.method = "GET", .headers = {{"Host", "h"}}, .peer = "[::1]:5000"};
  const base::Json event = base::Json::parse(event_2_0(bare, "", {.now = base::from_epoch_millis(0)}));
  for (const char* name : {"cookies", "queryStringParameters", "pathParameters", "stageVariables", "body"}) {
    EXPECT_FALSE(event.contains(name)) << name;
  }
  EXPECT_FALSE(event.at("isBase64Encoded").as_bool());
  EXPECT_EQ(event.at("requestContext").at("http").text("sourceIp"), "::1");
}

TEST(Event, OfFormat10IsAsApiGatewayWritesIt) {
  EXPECT_EQ(
      event_1_0(request(), "\xFF", circumstances()),
      R"({"version":"1.0","resource":"/v1/{id}","path":"/v1/a b","httpMethod":"POST","headers":{)"
      R"("X-Amzn-Trace-Id":"Root=1-2-3","X-Forwarded-For":"127.0.0.1","X-Forwarded-Port":"4566",)"
      R"("X-Forwarded-Proto":"http","Host":"localhost:4566","X-Two":"1","x-two":"2","Cookie":"k=v; l=w",)"
      R"("User-Agent":"curl","Content-Type":"application/json; charset=utf-8"},"multiValueHeaders":{)"
      R"("X-Amzn-Trace-Id":["Root=1-2-3"],"X-Forwarded-For":["127.0.0.1"],"X-Forwarded-Port":["4566"],)"
      R"("X-Forwarded-Proto":["http"],"Host":["localhost:4566"],"X-Two":["1"],"x-two":["2"],"Cookie":["k=v; l=w"],)"
      R"("User-Agent":["curl"],"Content-Type":["application/json; charset=utf-8"]},)"
      R"("queryStringParameters":{"a":"2","b":" "},"multiValueQueryStringParameters":{"a":["1","2"],"b":[" "]},)"
      R"("requestContext":{"accountId":"000000000000","apiId":"abc",)"
      R"("domainName":"abc.execute-api.us-east-1.amazonaws.com","domainPrefix":"abc","extendedRequestId":"r-1",)"
      R"("httpMethod":"POST","identity":{"accessKey":null,"accountId":null,"caller":null,"cognitoAmr":null,)"
      R"("cognitoAuthenticationProvider":null,"cognitoAuthenticationType":null,"cognitoIdentityId":null,)"
      R"("cognitoIdentityPoolId":null,"principalOrgId":null,"sourceIp":"127.0.0.1","user":null,"userAgent":"curl",)"
      R"("userArn":null},"path":"/v1/a b","protocol":"HTTP/1.1","requestId":"r-1",)"
      R"("requestTime":"04/Mar/2020:19:03:58 +0000","requestTimeEpoch":1583348638390,"resourceId":"POST /v1/{id}",)"
      R"("resourcePath":"/v1/{id}","stage":"$default"},"pathParameters":{"id":"a b"},)"
      R"("stageVariables":{"table":"orders"},"body":"/w==","isBase64Encoded":true})");
}

struct Type {
  std::string content_type = {};
  bool is_text = false;
};

class ContentTypes : public testing::TestWithParam<Type> {};

TEST_P(ContentTypes, SayWhetherABodyIsText) {
  EXPECT_EQ(is_text(GetParam().content_type), GetParam().is_text) << GetParam().content_type;
}

INSTANTIATE_TEST_SUITE_P(All, ContentTypes,
                         testing::Values(Type{"application/json", true}, Type{"Application/JSON;charset=utf-8", true},
                                         Type{"text/csv", true}, Type{"application/xml", true},
                                         Type{"application/javascript", true}, Type{"", false},
                                         Type{"application/x-www-form-urlencoded", false},
                                         Type{"application/octet-stream", false}, Type{"image/svg+xml", false}));

TEST(Event, TextThatIsNotUtf8KeepsItsBytes) {
  const base::Json event = base::Json::parse(event_2_0(request(), "a\xFF", circumstances()));
  EXPECT_TRUE(event.at("isBase64Encoded").as_bool());
  EXPECT_EQ(event.text("body"), "Yf8=");
}

TEST(Event, AClientsOwnForwardedForIsKept) {
  http::Request forwarded = request();
  forwarded.headers.set("X-Forwarded-For", "10.0.0.1");
  forwarded.headers.set("X-Forwarded-Proto", "gopher");
  const base::Json headers = base::Json::parse(event_2_0(forwarded, "", circumstances())).at("headers");
  EXPECT_EQ(headers.text("x-forwarded-for"), "10.0.0.1, 127.0.0.1");
  EXPECT_EQ(headers.text("x-forwarded-proto"), "http");
}

}  // namespace
}  // namespace gateway
