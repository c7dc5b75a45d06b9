#include "lambda/runtime.h"

#include <sys/wait.h>

#include <csignal>

#include "lambda/streaming.h"
#include "support/scripted_server.h"

namespace lambda {

using base::Json;
using support::ScriptedServer;

// A Runtime API that has these events, and then is broken, which ends run().
class FakeRuntimeApi {
 public:
  explicit FakeRuntimeApi(std::vector<std::string> events, std::string headers = "", int response_status = 202)
      : events_(std::move(events)), headers_(std::move(headers)), response_status_(response_status) {}

  std::vector<ScriptedServer::Request> posted() const {
    std::vector<ScriptedServer::Request> posts;
    for (const auto& request : server_.requests()) {
      if (request.method == "POST") posts.push_back(request);
    }
    return posts;
  }
  std::string address() const { return server_.address(); }
  int connections() const { return server_.connections(); }

 private:
  ScriptedServer::Answer answer(const ScriptedServer::Request& request) {
    if (request.method == "POST")
      return ScriptedServer::answer(request.target.ends_with("/response") ? response_status_ : 202, "{}");
    if (next_ == events_.size()) return ScriptedServer::answer(500, R"({"errorMessage": "out of events"})");
    const std::string id = "id-" + std::to_string(next_);
    return ScriptedServer::answer(
        200, events_[next_++],
        "Lambda-Runtime-Aws-Request-Id: " + id +
            "\r\nLambda-Runtime-Deadline-Ms: 4102444800000\r\nLambda-Runtime-Invoked-Function-Arn: arn:f\r\n"
            "Lambda-Runtime-Trace-Id: Root=1\r\n" +
            headers_);
  }

  std::vector<std::string> events_;
  std::string headers_;
  int response_status_ = 202;
  std::size_t next_ = 0;
  ScriptedServer server_{[this](const auto& request, std::size_t) { return answer(request); }};
};

int run_against(const FakeRuntimeApi& api, const Handler& handler, Environment::Values values = {}) {
  values.emplace("AWS_LAMBDA_RUNTIME_API", api.address());
  return run([&](Environment&) { return handler; }, Environment(std::move(values)));
}

Reply echo(const Invocation& call) { return {{"got", call.event}, {"id", call.context.request_id()}}; }

TEST(LambdaRuntime, AnswersOneEventAfterTheOtherOverOneConnection) {
  FakeRuntimeApi api({"1", R"({"name":"Zoë \u2603"})", "[]"});
  EXPECT_EQ(run_against(api, echo), 1);  // the API breaks down at last
  const auto posted = api.posted();
  ASSERT_EQ(posted.size(), 3u);
  EXPECT_EQ(posted[0].target, "/2018-06-01/runtime/invocation/id-0/response");
  EXPECT_EQ(posted[0].body, R"({"got":1,"id":"id-0"})");
  EXPECT_EQ(posted[1].body, "{\"got\":{\"name\":\"Zoë ☃\"},\"id\":\"id-1\"}");
  EXPECT_EQ(posted[2].target, "/2018-06-01/runtime/invocation/id-2/response");
  EXPECT_EQ(api.connections(), 1);
}

// libcurl writes before the beginning of its buffer where one handle sends trailers twice: the sanitizers' trees see
// it.
TEST(LambdaRuntime, StreamsOneResponseAfterAnother) {
  FakeRuntimeApi api({"1", "2", "3"});
  const StreamingHandler handler = [](const Invocation& call) -> StreamedReply {
    const auto pieces = static_cast<std::size_t>(call.event.as_int());
    return {.next = [pieces, n = std::size_t{0}]() mutable { return std::string(n++ < pieces ? 70'000 : 0, 'x'); }};
  };
  EXPECT_EQ(
      run_streaming([&](Environment&) { return handler; }, Environment({{"AWS_LAMBDA_RUNTIME_API", api.address()}})),
      1);
  const auto posted = api.posted();
  ASSERT_EQ(posted.size(), 3u);
  for (std::size_t i = 0; i < posted.size(); ++i) {
    EXPECT_EQ(posted[i].target, "/2018-06-01/runtime/invocation/id-" + std::to_string(i) + "/response");
    EXPECT_TRUE(posted[i].body.ends_with('\0' + std::string(70'000 * (i + 1), 'x'))) << posted[i].body.size();
  }
}

TEST(LambdaRuntime, ReportsAFailureUnderItsNameAndGoesOn) {
  FakeRuntimeApi api({"1", "2"});
  run_against(api, [](const Invocation& call) -> Reply {
    if (call.event.as_int() == 1) throw Failure("LockBusy", "held by \"another\"\n\x01 caf\xC3\xA9 \xFF");
    return 7;
  });
  const auto posted = api.posted();
  ASSERT_EQ(posted.size(), 2u);
  EXPECT_EQ(posted[0].target, "/2018-06-01/runtime/invocation/id-0/error");
  EXPECT_EQ(posted[0].header("lambda-runtime-function-error-type"), "LockBusy");
  const Json error = Json::parse(posted[0].body);
  EXPECT_EQ(error.text("errorType"), "LockBusy");
  EXPECT_EQ(error.text("errorMessage"), "held by \"another\"\n\x01 café \uFFFD");
  EXPECT_EQ(error.at("stackTrace"), Json::array());
  EXPECT_EQ(posted[1].body, "7");
}

struct Case {
  const char* name = "";
  const char* event = "";
  Handler handler = {};
  const char* error_type = "";
};
class LambdaRuntimeNames : public testing::TestWithParam<Case> {};

TEST_P(LambdaRuntimeNames, WhatWentWrong) {
  FakeRuntimeApi api({GetParam().event});
  run_against(api, GetParam().handler);
  ASSERT_EQ(api.posted().size(), 1u);
  EXPECT_EQ(Json::parse(api.posted()[0].body).text("errorType"), GetParam().error_type);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, LambdaRuntimeNames,
    testing::Values(Case{"an_event_that_is_no_json", "{\"a\":", echo, "BadEvent"},
                    Case{"a_standard_exception", "1", [](const Invocation&) -> Reply { throw std::out_of_range("no"); },
                         "UnexpectedError"},
                    Case{"anything_else", "1", [](const Invocation&) -> Reply { throw 5; }, "UnexpectedError"},
                    Case{"a_failure_by_its_own_name", "1",
                         [](const Invocation&) -> Reply { throw Failure("NothingToProcess", "no"); },
                         "NothingToProcess"}),
    [](const auto& row) { return row.param.name; });

TEST(LambdaRuntime, GoesOnAfterAReplyThatIsTooLarge) {
  FakeRuntimeApi api({"1", "2"}, "", 413);
  testing::internal::CaptureStdout();
  EXPECT_EQ(run_against(api, echo), 1);
  EXPECT_NE(testing::internal::GetCapturedStdout().find("too large"), std::string::npos);
  EXPECT_EQ(api.posted().size(), 2u);
}

TEST(LambdaRuntime, LeavesWithASentenceWhenTheRuntimeApiIsBroken) {
  FakeRuntimeApi api({});
  testing::internal::CaptureStdout();
  EXPECT_EQ(run_against(api, echo), 1);
  const std::string said = testing::internal::GetCapturedStdout();
  EXPECT_NE(said.find("answered 500 to next, where 200 was expected"), std::string::npos) << said;
}

TEST(LambdaRuntime, SaysAllThatIsMissingInOneInitError) {
  FakeRuntimeApi api({"1"});
  const int status = run(
      [](Environment& environment) -> Handler {
        environment.require("LOCK_TABLE");
        environment.require("DATA_BUCKET");
        environment.get_int_or("SETTLE_SECONDS", 60);
        EXPECT_EQ(environment.require_int("READ_RANGE_MEGABYTES", 1), 1) << "something to go on with";
        throw std::logic_error("made from nothing");  // what is missing explains it
      },
      Environment({{"AWS_LAMBDA_RUNTIME_API", api.address()},
                   {"DATA_BUCKET", ""},
                   {"SETTLE_SECONDS", "soon"},
                   {"READ_RANGE_MEGABYTES", "0"}}));
  EXPECT_EQ(status, 1);
  const auto posted = api.posted();
  ASSERT_EQ(posted.size(), 1u);
  EXPECT_EQ(posted[0].target, "/2018-06-01/runtime/init/error");
  EXPECT_EQ(posted[0].header("lambda-runtime-function-error-type"), "BadEnvironment");
  EXPECT_EQ(Json::parse(posted[0].body).text("errorMessage"),
            "LOCK_TABLE is not set; DATA_BUCKET is not set; SETTLE_SECONDS is \"soon\", which is no integer; "
            "READ_RANGE_MEGABYTES is 0, which is less than 1: set the function's environment in the template");
}

TEST(LambdaRuntime, SaysWhoMayStartIt) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(run([](Environment&) -> Handler { return echo; }, Environment(Environment::Values{})), 1);
  EXPECT_NE(testing::internal::GetCapturedStdout().find("feedmill up"), std::string::npos);
}

TEST(LambdaRuntime, TakesTimeAndRandomnessFromTheWorldWhereItSendsThem) {
  const std::string headers = "Lambda-Runtime-Feedmill-Time: 1795233060123\r\nLambda-Runtime-Feedmill-Seed: 42\r\n";
  FakeRuntimeApi api({"1", "2"}, headers);
  std::vector<std::string> drawn;
  run_against(api, [&](const Invocation& call) -> Reply {
    EXPECT_EQ(base::format_iso8601(call.context.now()), "2026-11-21T03:51:00.123Z");
    EXPECT_EQ(call.context.trace_id(), "Root=1");
    EXPECT_EQ(call.context.function_arn(), "arn:f");
    EXPECT_GT(call.context.remaining(), std::chrono::hours(1));  // by the system's clock, whatever the world's says
    drawn.push_back(call.context.random_hex(70) + call.context.random_hex(5));
    return {};
  });
  ASSERT_EQ(drawn.size(), 2u);
  EXPECT_EQ(drawn[0], drawn[1]);
  EXPECT_EQ(drawn[0].size(), 75u);
}

TEST(LambdaRuntime, FinishesTheInvocationAfterSigterm) {
  FakeRuntimeApi api({"1", "2"});
  const int status = run_against(api, [](const Invocation&) -> Reply {
    raise(SIGTERM);
    return "done";
  });
  EXPECT_EQ(status, 0);
  ASSERT_EQ(api.posted().size(), 1u);
  EXPECT_EQ(api.posted()[0].body, "\"done\"");
}

TEST(LambdaRuntime, LeavesAtOnceOnSigtermWhileItWaits) {
  int asked[2], release[2], where[2];
  ASSERT_EQ(pipe(asked), 0);
  ASSERT_EQ(pipe(release), 0);
  ASSERT_EQ(pipe(where), 0);
  // Before the server's thread is there: ThreadSanitizer delivers no signal to the child of a process with threads.
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    char address[64] = {};
    if (read(where[0], address, sizeof address - 1) <= 0) _exit(39);
    _exit(run([](Environment&) -> Handler { return echo; }, Environment({{"AWS_LAMBDA_RUNTIME_API", address}})) + 40);
  }
  ScriptedServer api([&](const auto&, std::size_t) {
    char byte = 0;
    EXPECT_EQ(write(asked[1], "x", 1), 1);
    EXPECT_EQ(read(release[0], &byte, 1), 1);  // `next` has no answer until the test is over
    return ScriptedServer::Answer{.close = true};
  });
  const std::string address = api.address();
  ASSERT_EQ(write(where[1], address.data(), address.size()), static_cast<ssize_t>(address.size()));
  char byte = 0;
  ASSERT_EQ(read(asked[0], &byte, 1), 1);
  kill(child, SIGTERM);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  ASSERT_EQ(write(release[1], "x", 1), 1);
}

}  // namespace lambda
