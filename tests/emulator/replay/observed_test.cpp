#include "emulator/replay/observed.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "emulator/replay/request.h"

namespace replay {
namespace {

using base::Json;

constexpr std::string_view kEndpoint = "http://127.0.0.1:4566";

Observed json_call(std::string action, std::string target, std::string body) {
  return {.action = std::move(action),
          .method = "POST",
          .target = "/",
          .headers = {{"Host", "127.0.0.1:4566"},
                      {"X-Amz-Target", std::move(target)},
                      {"Authorization", "AWS4-HMAC-SHA256 Credential=test"}},
          .body = std::move(body),
          .endpoint = std::string(kEndpoint)};
}

Observed form(std::string action, std::string body) {
  return {.action = std::move(action),
          .method = "POST",
          .target = "/",
          .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
          .body = std::move(body),
          .endpoint = std::string(kEndpoint)};
}

TEST(ARequest, BecomesTheShortestInputThatSaysAllOfIt) {
  struct Row {
    Observed observed;
    std::string_view input;
  };
  const Row rows[] = {
      {json_call("sqs:SendMessage", "AmazonSQS.SendMessage",
                 R"({"QueueUrl":"http://127.0.0.1:4566/000000000000/q","MessageBody":"{\"a\":1}"})"),
       R"({"sqs":{"queue":"q","body":{"a":1}}})"},
      {json_call("sqs:SendMessage", "AmazonSQS.SendMessage",
                 R"({"QueueUrl":"http://127.0.0.1:4566/000000000000/q","MessageBody":"m","DelaySeconds":3})"),
       R"({"call":{"target":"AmazonSQS.SendMessage","body":{"QueueUrl":"http://localhost/000000000000/q","MessageBody":"m","DelaySeconds":3}}})"},
      {json_call(
           "events:PutEvents", "AWSEvents.PutEvents",
           R"({"Entries":[{"Source":"s","DetailType":"t","Detail":"{ }","EventBusName":"arn:aws:events:x:y:event-bus/b"}]})"),
       R"({"events":{"bus":"b","source":"s","detailType":"t","detail":"{ }"}})"},
      {json_call("events:PutEvents", "AWSEvents.PutEvents",
                 R"({"Entries":[{"Source":"s","DetailType":"t","Detail":"{}","Resources":["r"]}]})"),
       R"({"call":{"target":"AWSEvents.PutEvents","body":{"Entries":[{"Source":"s","DetailType":"t","Detail":"{}","Resources":["r"]}]}}})"},
      {json_call("states:StartExecution", "AWSStepFunctions.StartExecution",
                 R"({"stateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:m","input":"{\"a\":1}"})"),
       R"({"states":{"stateMachine":"m","input":{"a":1}}})"},
      {form("sns:Publish", "Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3Ax%3Ay%3At&Message=a+b"),
       R"({"sns":{"topic":"t","message":"a b"}})"},
      {form("sns:Publish", "Action=Publish&Version=2010-03-31&TopicArn=a%3At&Message=m&Subject=s"),
       R"({"http":{"method":"POST","path":"/?Version=2010-03-31","headers":{"Content-Type":"application/x-www-form-urlencoded"},"body":"Action=Publish&TopicArn=a%3At&Message=m&Subject=s"}})"},
      {form("sqs:SendMessage", "Action=SendMessage&Version=2012-11-05&MessageBody=m&QueueUrl=http%3A%2F%2Fh%2F0%2Fq"),
       R"({"sqs":{"queue":"q","body":"m"}})"},
      {{.action = "lambda:InvokeFunction",
        .method = "POST",
        .target = "/2015-03-31/functions/arn%3Aaws%3Alambda%3Ax%3Ay%3Afunction%3Af/invocations",
        .headers = {{"X-Amz-Invocation-Type", "Event"}},
        .body = R"({"a":1})"},
       R"({"invoke":{"function":"f","event":{"a":1},"type":"Event"}})"},
      {{.action = "s3:PutObject",
        .method = "POST",
        .target = "/b/k?uploadId=7",
        .headers = {{"x-amz-meta-who", "me"}},
        .body = "x",
        .bucket = "b",
        .key = "k"},
       R"({"s3":{"bucket":"b","key":"k","body":"x","headers":{"x-amz-meta-who":"me"}}})"},
      {{.action = "s3:DeleteObject",
        .method = "DELETE",
        .target = "/b/k",
        .headers = {{"Authorization", "AWS4"}, {"X-Amz-Date", "20260302T060000Z"}, {"User-Agent", "an SDK"}}},
       R"({"http":{"method":"DELETE","path":"/b/k"}})"},
      {{.action = "s3:DeleteObject",
        .method = "DELETE",
        .target = "/b/k?versionId=null&X-Amz-Credential=AKIA&X-Amz-Signature=abc&x-id=DeleteObject"},
       R"({"http":{"method":"DELETE","path":"/b/k?versionId=null&x-id=DeleteObject"}})"},
      {{.action = "execute-api:Invoke",
        .method = "POST",
        .target = "/v1?a=1",
        .headers = {{"Host", "h"}, {"content-length", "1"}, {"User-Agent", "curl"}, {"A", "1"}, {"a", "2"}},
        .body = "x",
        .api = "orders"},
       R"({"http":{"method":"POST","path":"/v1?a=1","api":"orders","headers":{"User-Agent":"curl","A":"1, 2"},"body":"x"}})"},
  };
  for (const Row& row : rows) EXPECT_EQ(row.input, to_input(row.observed).dump());
}

TEST(ARequest, IsTheSameWhenItsInputIsSent) {
  const Observed observed = json_call("sqs:SendMessage", "AmazonSQS.SendMessage",
                                      R"({"QueueUrl":"http://localhost/000000000000/q","MessageBody":"m"})");
  const Json made = to_input(observed);
  const auto& [kind, body] = made.members().front();
  EXPECT_EQ(observed.body, to_request({.kind = kind, .body = body}, {}, "/inputs/0").body);
}

TEST(ARequest, WithAHandleOfTheRecordedWorldCannotBeRepeated) {
  for (const char* action : {"sqs:ReceiveMessage", "sqs:DeleteMessage", "states:SendTaskSuccess"}) {
    EXPECT_THROW(to_input(json_call(action, "a.b", "{}")), CannotRepeat) << action;
  }
}

TEST(ABody, IsShownSoThatItsBytesComeBack) {
  struct Row {
    std::string bytes, shown;
  };
  const Row rows[] = {{R"({"a":1})", R"({"a":1})"},
                      {R"({"a": 1})", R"("{\"a\": 1}")"},  // with a blank: as a text
                      {R"({"a":1.0e2})", R"("{\"a\":1.0e2}")"},
                      {R"("text")", R"("\"text\"")"},
                      {"12", R"("12")"},
                      {"", R"("")"},
                      {R"({"base64":"AA=="})", R"("{\"base64\":\"AA==\"}")"},
                      {std::string("\xff\0", 2), R"({"base64":"/wA="})"}};
  for (const Row& row : rows) {
    const Json shown = shown_body(row.bytes);
    EXPECT_EQ(row.shown, shown.dump());
    EXPECT_EQ(row.bytes, to_request({.kind = "http", .body = {{"path", "/"}, {"body", shown}}}, {}, "").body);
  }
}

}  // namespace
}  // namespace replay
