#include "aws/client.h"

#include <gtest/gtest.h>

#include "aws/retry.h"
#include "support/scripted_server.h"

namespace aws {

using base::Json;
using std::chrono::milliseconds;
using support::ScriptedServer;

Config config_for(const std::string& url) {
  return Config::from([url](std::string_view name) -> std::optional<std::string> {
    if (name == "AWS_ACCESS_KEY_ID") return "AKID";
    if (name == "AWS_SECRET_ACCESS_KEY") return "secret";
    if (name == "AWS_SESSION_TOKEN") return "token";
    if (name == "AWS_REGION") return "us-east-1";
    if (name == "AWS_ENDPOINT_URL") return url;
    return std::nullopt;
  });
}

// A client whose pauses are noted instead of waited for.
struct Trial {
  explicit Trial(const std::string& url) : client(config_for(url), pauses()) {}
  Client::Pauses pauses() {
    return {.sleep = [this](milliseconds pause) { slept.push_back(pause); }, .random = [] { return 10; }};
  }
  std::vector<milliseconds> slept = {};
  Client client;
};

ScriptedServer::Answer json_error(int status, std::string_view code) {
  return ScriptedServer::answer(
      status, Json{{"__type", "com.amazonaws.dynamodb.v20120810#" + std::string(code)}, {"message", "said so"}}.dump());
}

std::optional<Error> error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

TEST(AwsClient, SendsASignedCallAndReadsTheAnswer) {
  ScriptedServer server(
      [](const auto&, std::size_t) { return ScriptedServer::answer(200, R"({"Item":{"a":{"N":"1"}}})"); });
  Trial trial(server.url());
  const Json answer = trial.client.call(kDynamoDb, "GetItem", {{"TableName", "T"}});
  EXPECT_EQ(answer.at("Item").dump(), R"({"a":{"N":"1"}})");
  trial.client.call(kDynamoDb, "GetItem", {{"TableName", "T"}});
  const auto request = server.requests().at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.header("x-amz-target"), "DynamoDB_20120810.GetItem");
  EXPECT_EQ(request.header("content-type"), "application/x-amz-json-1.0");
  EXPECT_EQ(request.header("host"), server.address());
  EXPECT_EQ(request.header("x-amz-security-token"), "token");
  EXPECT_EQ(request.header("expect"), "");
  EXPECT_EQ(request.body, R"({"TableName":"T"})");
  const auto read = sigv4::parse_authorization(request.header("authorization"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->scope.service, "dynamodb");
  EXPECT_EQ(server.connections(), 1);  // kept alive
}

TEST(AwsClient, TriesAReadAgainAfterAServersError) {
  ScriptedServer server([](const auto&, std::size_t index) {
    if (index == 0) return json_error(500, "InternalServerError");
    if (index == 1) return ScriptedServer::Answer{.close = true};
    return ScriptedServer::answer(200, "{}");
  });
  Trial trial(server.url());
  trial.client.call(kDynamoDb, "GetItem", Json::object());
  EXPECT_EQ(server.requests().size(), 3u);
  EXPECT_FALSE(trial.slept.empty());
}

TEST(AwsClient, DoesNotSendAWriteTwiceThatMayHaveBeenApplied) {
  ScriptedServer server([](const auto&, std::size_t) { return json_error(500, "InternalServerError"); });
  Trial trial(server.url());
  const auto error = error_of([&] { trial.client.call(kDynamoDb, "UpdateItem", Json::object()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->name, "Unavailable");  // what a state machine retries
  EXPECT_EQ(error->code(), "InternalServerError");
  EXPECT_EQ(error->status(), 500);
  EXPECT_EQ(server.requests().size(), 1u);

  error_of([&] { trial.client.call(kDynamoDb, "UpdateItem", Json::object(), Repeat::kYes); });
  EXPECT_EQ(server.requests().size(), 1u + retry::kMaxAttempts);
}

TEST(AwsClient, DoesNotLetTheTransportSendSuchAWriteAgainEither) {
  ScriptedServer server([](const auto&, std::size_t index) {
    return index == 0 ? ScriptedServer::answer(200, "{}") : ScriptedServer::Answer{.close = true};
  });
  Trial trial(server.url());
  trial.client.call(kDynamoDb, "GetItem", Json::object());  // leaves a connection that curl would mistrust
  const auto error = error_of([&] { trial.client.call(kDynamoDb, "UpdateItem", Json::object()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code(), retry::kBrokenOff);
  EXPECT_EQ(server.requests().size(), 2u);
}

TEST(AwsClient, SendsAnyWriteAgainThatWasThrottled) {
  ScriptedServer server([](const auto&, std::size_t index) {
    return index < 2 ? json_error(400, "ThrottlingException") : ScriptedServer::answer(200, "{}");
  });
  Trial trial(server.url());
  trial.client.call(kDynamoDb, "UpdateItem", Json::object(), Repeat::kNo);
  EXPECT_EQ(server.requests().size(), 3u);
}

// E019
TEST(AwsClient, SendsATransactionAgainThatOnlyMetAnother) {
  ScriptedServer server([](const auto&, std::size_t index) {
    if (index > 0) return ScriptedServer::answer(200, "{}");
    return ScriptedServer::answer(400,
                                  R"({"__type":"TransactionCanceledException","CancellationReasons":[{"Code":"None"},
      {"Code":"TransactionConflict"}]})");
  });
  Trial trial(server.url());
  trial.client.call(kDynamoDb, "TransactWriteItems", Json::object());
  EXPECT_EQ(server.requests().size(), 2u);
}

TEST(AwsClient, GivesAnUnmetConditionToItsCallerAtOnceWithItsDetails) {
  ScriptedServer server([](const auto&, std::size_t) {
    return ScriptedServer::answer(
        400, R"({"__type":"x#ConditionalCheckFailedException","message":"m","Item":{"a":{"S":"b"}}})");
  });
  Trial trial(server.url());
  const auto error = error_of([&] { trial.client.call(kDynamoDb, "PutItem", Json::object()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->name, "ConditionalCheckFailedException");
  EXPECT_EQ(error->details().at("Item").dump(), R"({"a":{"S":"b"}})");
  EXPECT_STREQ(error->what(), "dynamodb PutItem: ConditionalCheckFailedException (400): m");
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(AwsClient, IsUnavailableWhereNobodyListens) {
  std::string url;
  {
    ScriptedServer gone([](const auto&, std::size_t) { return ScriptedServer::Answer{}; });
    url = gone.url();
  }
  Trial trial(url);
  const auto error = error_of([&] { trial.client.call(kDynamoDb, "UpdateItem", Json::object()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->name, "Unavailable");
  EXPECT_EQ(error->code(), retry::kNotConnected);
  EXPECT_EQ(trial.slept.size(), std::size_t{retry::kMaxAttempts - 1});  // it never arrived, so any call may be repeated
}

TEST(AwsClient, StopsTryingWhenTheInvocationEnds) {
  ScriptedServer server([](const auto&, std::size_t) { return json_error(500, "InternalServerError"); });
  Trial trial(server.url());
  trial.client.finish_by(std::chrono::steady_clock::now());
  error_of([&] { trial.client.call(kDynamoDb, "GetItem", Json::object()); });
  EXPECT_TRUE(trial.slept.empty());
  EXPECT_LE(server.requests().size(), 1u);
}

TEST(AwsClient, TriesOnceOnlyWhenItsBudgetIsSpent) {
  ScriptedServer server([](const auto&, std::size_t) { return json_error(500, "InternalServerError"); });
  Trial trial(server.url());
  for (int i = 0; i < 20; ++i) error_of([&] { trial.client.call(kDynamoDb, "GetItem", Json::object()); });
  const std::size_t before = server.requests().size();
  EXPECT_EQ(before, 20u * retry::kMaxAttempts);
  error_of([&] { trial.client.call(kDynamoDb, "GetItem", Json::object()); });
  EXPECT_EQ(server.requests().size(), before + 1);
}

TEST(AwsConfig, NamesAllThatIsMissing) {
  try {
    Config::from([](std::string_view) { return std::nullopt; });
    FAIL();
  } catch (const base::Failure& failure) {
    EXPECT_EQ(failure.name, "BadEnvironment");
    EXPECT_STREQ(
        failure.what(),
        "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION are not set: AWS's services cannot be called without");
  }
}

TEST(AwsConfig, PrefersTheServicesOwnEndpoint) {
  const Config config = Config::from([](std::string_view name) -> std::optional<std::string> {
    if (name == "AWS_ENDPOINT_URL_S3") return "http://minio:9000/";
    return name.starts_with("AWS_ENDPOINT") ? std::nullopt : std::optional<std::string>("eu-west-1");
  });
  EXPECT_EQ(config.endpoint(kS3).url, "http://minio:9000");
  EXPECT_TRUE(config.endpoint(kS3).given);
  EXPECT_EQ(config.endpoint(kSqs).url, "https://sqs.eu-west-1.amazonaws.com");
  EXPECT_FALSE(config.endpoint(kSqs).given);
}

}  // namespace aws
