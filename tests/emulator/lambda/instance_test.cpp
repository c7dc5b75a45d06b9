// One process and its Runtime API: what a handler may do wrong, and what becomes of the invocation.

#include "emulator/lambda/instance.h"

#include <signal.h>

#include "base/json.h"
#include "base/text.h"
#include "emulator/lambda/world.h"

namespace lambda_service {
namespace {

std::string error_type(const InvocationResult& result) { return base::Json::parse(result.payload).text("errorType"); }
std::string error_message(const InvocationResult& result) {
  return base::Json::parse(result.payload).text("errorMessage");
}

TEST(Instance, IsUsedAgainWhileItIsWarm) {
  with_lambda([](World& world) {
    const auto function = world.add({}, kTellPid);
    const auto first = world.invoke(function);
    const auto second = world.invoke(function);
    EXPECT_EQ(first.function_error, "");
    EXPECT_EQ(first.payload, second.payload);
    EXPECT_EQ(world.functions.pids(), std::vector<int>{std::stoi(first.payload)});
  });
}

struct Misbehaviour {
  std::string name = {}, body = {}, type = {}, message = {};
  bool survives = false;  // takes the next event
};

class InstanceMisbehaviour : public testing::TestWithParam<Misbehaviour> {};

TEST_P(InstanceMisbehaviour, BecomesTheErrorThatLambdaGives) {
  with_lambda([](World& world) {
    const auto function = world.add({.timeout_seconds = 1}, GetParam().body);
    const auto result = world.invoke(function);
    EXPECT_EQ(result.function_error, "Unhandled");
    EXPECT_EQ(error_type(result), GetParam().type) << result.payload;
    EXPECT_EQ(error_message(result), GetParam().message);
    EXPECT_EQ(world.functions.pids().size(), GetParam().survives ? 1u : 0u);
  });
}

INSTANTIATE_TEST_SUITE_P(
    Handlers, InstanceMisbehaviour,
    testing::Values(Misbehaviour{"exits", "take(); sys.exit(3)", "Runtime.ExitError",
                                 "RequestId: request-1 Error: Runtime exited with error: exit status 3"},
                    Misbehaviour{"exits_as_if_all_were_well", "take(); sys.exit(0)", "Runtime.ExitError",
                                 "RequestId: request-1 Error: Runtime exited with error: exit status 0"},
                    Misbehaviour{"crashes", "take(); os.kill(os.getpid(), signal.SIGSEGV)", "Runtime.ExitError",
                                 "RequestId: request-1 Error: Runtime exited with error: signal: segmentation fault"},
                    Misbehaviour{"is_killed", "take(); os.kill(os.getpid(), signal.SIGKILL)", "Runtime.ExitError",
                                 "RequestId: request-1 Error: Runtime exited with error: signal: killed"},
                    Misbehaviour{"hangs", "take(); time.sleep(3600)", "Sandbox.Timedout",
                                 "RequestId: request-1 Error: Task timed out after 1.00 seconds"},
                    Misbehaviour{"exits_before_it_asks", "sys.exit(9)", "Runtime.ExitError",
                                 "RequestId: request-1 Error: Runtime exited with error: exit status 9"},
                    Misbehaviour{
                        "cannot_start_up",
                        R"py(ask('POST', 'init/error', b'{"errorType": "Config", "errorMessage": "no table"}'))py",
                        "Config", "no table"},
                    Misbehaviour{"reports_an_error", R"py(
request, event = take()
reply(request, b'{"errorType": "Oops", "errorMessage": "sorry"}', 'error')
take())py",
                                 "Oops", "sorry", true},
                    Misbehaviour{"answers_too_much", R"py(
request, event = take()
if reply(request, b'"' + b'x' * 6291556 + b'"') != 413: sys.exit(5)
take())py",
                                 "Function.ResponseSizeTooLarge",
                                 "Response payload size exceeded maximum allowed payload size (6291556 bytes).", true}),
    [](const auto& instance) { return instance.param.name; });

TEST(Instance, ThatNeverAsksForAnEventIsGivenUp) {
  with_lambda([](World& world) {
    const auto function = world.add({}, "time.sleep(3600)");
    Instance instance(
        world.loop, function, {}, "stream", [](const auto&, const auto&, const auto&) {},
        std::chrono::milliseconds(50));
    const auto result = instance.invoke({.request_id = "r"});
    EXPECT_EQ(error_type(result), "Sandbox.Timedout");
    EXPECT_NE(error_message(result).find("never asked for an event"), std::string::npos) << result.payload;
    EXPECT_TRUE(instance.dead());
  });
}

TEST(Instance, TakesOneAnswerToTheInvocationThatRuns) {
  with_lambda([](World& world) {
    const auto function = world.add({}, R"py(
request, event = take()
statuses = [reply('another', b'1'), reply(request, b'2'), reply(request, b'3'), ask('GET', 'invocation')[0],
            ask('POST', 'init/error', b'{}')[0]]
request, event = take()
reply(request, str(statuses).encode())
take())py");
    EXPECT_EQ(world.invoke(function).payload, "2");
    const std::string statuses = world.invoke(function).payload;
    EXPECT_TRUE(statuses == "[400, 202, 400, 404, 403]" || statuses == "[400, 202, 403, 404, 403]") << statuses;
  });
}

TEST(Instance, HasItsEnvironmentAndItsEvent) {
  with_lambda([](World& world) {
    const auto function = world.add({.name = "orders", .environment = {{"TABLE", "t=1"}, {"EMPTY", ""}}}, R"py(
status, headers, event = ask('GET', 'invocation/next')
e = os.environ
shown = [e['TABLE'], e['EMPTY'], e['AWS_LAMBDA_FUNCTION_NAME'], e['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'], e['AWS_REGION'],
         e['AWS_ENDPOINT_URL'], str(len(e['AWS_SESSION_TOKEN']) > 0), str(os.path.isdir(e['TMPDIR'])), os.getcwd() == e['LAMBDA_TASK_ROOT'],
         e.get('HOME', 'no home'), headers['lambda-runtime-invoked-function-arn'], event.decode()]
request = headers['lambda-runtime-aws-request-id']
reply(request, '|'.join(map(str, shown)).encode())
take())py");
    EXPECT_EQ(world.invoke(function, R"({"day":1})").payload,
              "t=1||orders|128|us-east-1|http://127.0.0.1:1|True|True|True|no home|" + function->arn + R"(|{"day":1})");
  });
}

TEST(Instance, HasNoMoreMemoryThanItsFunction) {
  with_lambda([](World& world) {
    const std::string body = R"py(
request, event = take()
try: held = len(bytearray(300 << 20)); reply(request, b'"enough"')
except MemoryError: reply(request, b'"too little"')
take())py";
    EXPECT_EQ(world.invoke(world.add({.name = "small", .memory_mb = 128}, body)).payload, "\"too little\"");
    EXPECT_EQ(world.invoke(world.add({.name = "large", .memory_mb = 512}, body)).payload, "\"enough\"");
  });
}

TEST(Instance, WritesItsOutputToTheLogBetweenStartAndReport) {
  with_lambda([](World& world) {
    const auto function = world.add({.name = "noisy"}, R"py(
request, event = take()
os.write(1, b'garbage \xff\x00 on standard output\n')
os.write(2, b'and on standard error, without an end')
reply(request, b'{}')
take())py");
    const auto result = world.invoke(function);
    EXPECT_EQ(result.payload, "{}");
    EXPECT_EQ(result.function_error, "");
    const auto lines = world.lines_of("/aws/lambda/noisy");
    ASSERT_EQ(lines.size(), 4u);
    EXPECT_EQ(lines[0], "START RequestId: request-1 Version: $LATEST");
    EXPECT_EQ(lines[1], std::string("garbage \xEF\xBF\xBD\0 on standard output", 31));
    EXPECT_EQ(lines[2], "END RequestId: request-1");
    EXPECT_EQ(lines[3], "REPORT RequestId: request-1");
    EXPECT_TRUE(result.log_tail.starts_with("START RequestId: request-1")) << result.log_tail;
  });
}

TEST(Instance, WritesTheLastLinesBehindTheAnswerAndBeforeItIsGone) {
  with_lambda([](World& world) {
    const auto function = world.add({}, "request, event = take(); reply(request, b'1'); take()");
    std::ptrdiff_t reports = 0;
    {
      Instance instance(world.loop, function, {}, "stream", [&](const auto&, const auto&, const auto& lines) {
        reports += std::ranges::count_if(lines, [](const std::string& line) { return line.starts_with("REPORT "); });
      });
      EXPECT_EQ(instance.invoke({.request_id = "r", .trace_id = "t"}).payload, "1");
      EXPECT_EQ(reports, 0);
    }
    EXPECT_EQ(reports, 1);
  });
}

TEST(Instance, GivesTheLastFourKilobytesOfItsLogWithTheAnswer) {
  with_lambda([](World& world) {
    const auto function = world.add({}, R"py(
request, event = take()
for i in range(500): os.write(1, 'line {:04} \u00fcber and \u20ac\n'.format(i).encode())
reply(request, b'{}')
take())py");
    const auto result = world.invoke(function);
    EXPECT_LE(result.log_tail.size(), 4096u);
    EXPECT_GT(result.log_tail.size(), 4092u);
    EXPECT_TRUE(base::is_valid_utf8(result.log_tail));
    EXPECT_NE(result.log_tail.find("line 0499"), std::string::npos);
    EXPECT_EQ(world.lines_of("/aws/lambda/f").size(), 503u);
  });
}

TEST(Instance, AnswersThoughItsLogCannotBeWritten) {
  with_lambda([](World& world) {
    const auto function = world.add({}, "request, event = take(); say('hello'); reply(request, b'1'); take()");
    Instance instance(world.loop, function, {}, "stream",
                      [](const auto&, const auto&, const auto&) { throw store::WriteError("disk full"); });
    EXPECT_EQ(instance.invoke({.request_id = "r", .trace_id = "t"}).payload, "1");
  });
}

TEST(Instance, GoesWithTheOneWhoWaitsForItsAnswer) {
  with_lambda([](World& world) {
    const auto function = world.add({.timeout_seconds = 900}, "take(); say('begun'); time.sleep(3600)");
    auto caller = world.loop.spawn("caller", [&] { world.invoke(function); });
    world.await_line("begun");
    caller.finish();
    EXPECT_TRUE(world.functions.pids().empty());
  });
}

}  // namespace
}  // namespace lambda_service
