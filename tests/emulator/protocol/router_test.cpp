#include "emulator/protocol/router.h"

#include <gtest/gtest.h>

#include "emulator/protocol/ask.h"

namespace protocol {
namespace router_test {

struct NamedEndpoint : Endpoint {
  NamedEndpoint(std::string signed_for, std::string label) : service_(std::move(signed_for)), name(std::move(label)) {}
  std::string_view service() const override { return service_; }
  http::Response serve(http::Request&, Call&) const override { return {}; }
  http::Response write(const Fault&, const Call&) const override { return {}; }
  std::string service_ = {};
  std::string name = {};
};

struct World {
  NamedEndpoint s3{"s3", "s3"}, sqs_json{"sqs", "sqs json"}, sqs_query{"sqs", "sqs query"}, sns{"sns", "sns"},
      lambda{"lambda", "lambda"}, api{"execute-api", "api"}, dynamodb{"dynamodb", "dynamodb"};
  Router router = {};
  World() {
    router.add(dynamodb, "DynamoDB_20120810");
    router.add(sqs_json, "AmazonSQS");
    router.add_query("2012-11-05", sqs_query);
    router.add(sqs_query);
    router.add_query("2010-03-31", sns);
    router.add(sns);
    router.add(lambda);
    router.add_path("/2015-03-31/functions", lambda);
    router.add_host("execute-api", api);
    router.add(s3);
    router.set_default(s3);
  }
};

std::string signature(std::string_view service) {
  return "AWS4-HMAC-SHA256 Credential=AKID/20261121/us-east-1/" + std::string(service) +
         "/aws4_request, SignedHeaders=host, Signature=00";
}

struct Case {
  std::string name = {};
  http::Request request = {};
  std::string expected = {};
};

const std::string kForm = "application/x-www-form-urlencoded";

const Case kCases[] = {
    {"json_target", request_for("POST", "/", {{"X-Amz-Target", "DynamoDB_20120810.GetItem"}}), "dynamodb"},
    {"json_target_of_sqs", request_for("POST", "/", {{"X-Amz-Target", "AmazonSQS.SendMessage"}}), "sqs json"},
    {"unknown_target", request_for("POST", "/", {{"X-Amz-Target", "Kinesis_20131202.PutRecord"}}), ""},
    {"form_of_sqs",
     request_for("POST", "/", {{"Content-Type", kForm + "; charset=utf-8"}, {"Authorization", signature("sqs")}}),
     "sqs query"},
    {"form_to_a_queue",
     request_for("POST", "/000000000000/orders", {{"Content-Type", kForm}, {"Authorization", signature("sqs")}}),
     "sqs query"},
    {"form_of_sns", request_for("POST", "/", {{"Content-Type", kForm}, {"Authorization", signature("sns")}}), "sns"},
    {"get_with_action",
     request_for("GET", "/?Action=ListQueues&Version=2012-11-05", {{"Authorization", signature("sqs")}}), "sqs query"},
    {"unsigned_get_with_action", request_for("GET", "/?Version=2010-03-31&Action=ListTopics"), "sns"},
    {"an_object_whose_query_looks_like_it",
     request_for("GET", "/bucket/key?Action=ListTopics&Version=2010-03-31", {{"Authorization", signature("s3")}}),
     "s3"},
    {"unsigned_object_with_action", request_for("GET", "/bucket/key?Action=1"), "s3"},
    {"path", request_for("POST", "/2015-03-31/functions/f/invocations", {{"Authorization", signature("lambda")}}),
     "lambda"},
    {"path_unsigned", request_for("GET", "/2015-03-31/functions"), "lambda"},
    {"signed_for_s3", request_for("PUT", "/bucket/key", {{"Authorization", signature("s3")}}), "s3"},
    {"presigned",
     request_for("GET",
                 "/bucket/key?X-Amz-Credential=AKID%2F20261121%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=0"),
     "s3"},
    {"host", request_for("GET", "/bucket", {{"Host", "abc123.execute-api.localhost:4566"}}), "api"},
    {"host_of_another", request_for("GET", "/bucket", {{"Host", "execute-api.localhost"}}), "s3"},
    {"host_before_all_else",
     request_for("POST", "/2015-03-31/functions",
                 {{"Host", "a.execute-api.b"}, {"X-Amz-Target", "AmazonSQS.SendMessage"}}),
     "api"},
    {"nobody_else", request_for("GET", "/bucket"), "s3"},
};

class RouterFinds : public ::testing::TestWithParam<Case> {};

TEST_P(RouterFinds, WhomARequestIsFor) {
  const World world;
  const Endpoint* found = world.router.find(GetParam().request);
  EXPECT_EQ(found ? static_cast<const NamedEndpoint*>(found)->name : "", GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Rows, RouterFinds, ::testing::ValuesIn(kCases),
                         [](const auto& row) { return row.param.name; });

TEST(SignedFor, ReadsTheScopeOfHeaderAndPresignedUrl) {
  EXPECT_EQ(signed_for(request_for("GET", "/", {{"Authorization", signature("states")}})), "states");
  EXPECT_EQ(signed_for(request_for("GET", "/b?X-Amz-Credential=a%2Fb%2F20261121%2Fus-east-1%2Fs3%2Faws4_request")),
            "s3");
  EXPECT_EQ(signed_for(request_for("GET", "/", {{"Authorization", "Bearer token"}})), "");
  EXPECT_EQ(signed_for(request_for("GET", "/")), "");
}

}  // namespace router_test
}  // namespace protocol
