// All functions: who gets which event, how many at once, and events that nobody waits for.

#include "emulator/lambda/functions.h"

#include <signal.h>
#include <sys/wait.h>

#include "emulator/lambda/world.h"
#include "emulator/protocol/fault.h"

namespace lambda_service {
namespace {

// Holds every event until there is a file of that name beside it.
std::string hold_until(const std::string& file) {
  return R"py(
while True:
  request, event = take()
  say('taken')
  while not os.path.exists(')py" +
         file + R"py('): time.sleep(0.002)
  reply(request, str(os.getpid()).encode())
)py";
}

std::string fault_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const protocol::Fault& fault) {
    return fault.code + " " + fault.members.text("Reason") + fault.message;
  }
  return "no fault";
}

TEST(Functions, RunAsManyInstancesAsAreReservedAndRefuseTheNext) {
  with_lambda([](World& world) {
    const std::string go = world.directory / "go";
    const auto function = world.add({.reserved_concurrency = 2}, hold_until(go));
    std::vector<std::string> answers;
    std::vector<loop::Fiber> callers;
    for (int i = 0; i < 2; ++i) {
      callers.push_back(world.loop.spawn("caller", [&] { answers.push_back(world.invoke(function).payload); }));
    }
    world.await_line("taken", 2);
    EXPECT_EQ(fault_of([&] { world.invoke(function); }),
              "TooManyRequestsException ReservedFunctionConcurrentInvocationLimitExceededRate Exceeded.");
    std::ofstream(go) << "go";
    for (auto& caller : callers) EXPECT_TRUE(caller.join(loop::soon()));
    ASSERT_EQ(answers.size(), 2u);
    EXPECT_NE(answers[0], answers[1]);
    EXPECT_EQ(world.functions.instances(function->arn), 2);
    world.invoke(function);  // both are free again
    EXPECT_EQ(world.functions.instances(function->arn), 2);
  });
}

TEST(Functions, ThatStopLetNobodyWaitAndStartNothing) {
  with_lambda([](World& world) {
    const auto function = world.add({}, "take()\ntake()");  // it takes the event and never answers
    std::vector<std::string> errors;
    std::vector<loop::Fiber> callers;
    for (int i = 0; i < 3; ++i) {
      callers.push_back(world.loop.spawn("caller", [&] { errors.push_back(world.invoke(function).payload); }));
    }
    while (world.functions.pids().size() < 3) world.loop.yield();
    world.functions.stop();
    for (loop::Fiber& caller : callers) EXPECT_TRUE(caller.join(loop::soon()));
    ASSERT_EQ(errors.size(), 3u);
    for (const std::string& error : errors) EXPECT_NE(error.find("signal: killed"), std::string::npos) << error;
    EXPECT_THROW(world.invoke(function), protocol::Fault);
  });
}

TEST(Functions, WithNothingReservedTakeNothing) {
  with_lambda([](World& world) {
    const auto function = world.add({.reserved_concurrency = 0}, kTellPid);
    EXPECT_EQ(fault_of([&] { world.invoke(function); }),
              "TooManyRequestsException ReservedFunctionConcurrentInvocationLimitExceededRate Exceeded.");
  });
}

TEST(Functions, GiveTheEventToAnotherInstanceWhereOneDiedBeforeItTookIt) {
  with_lambda([](World& world) {
    const auto function = world.add({}, kTellPid);
    const int first = std::stoi(world.invoke(function).payload);
    kill(first, SIGKILL);
    siginfo_t info = {};
    ASSERT_EQ(waitid(P_PID, static_cast<id_t>(first), &info, WEXITED | WNOWAIT), 0);
    // Nothing on the loop has run since: nobody there knows.
    const auto result = world.invoke(function);
    EXPECT_EQ(result.function_error, "") << result.payload;
    EXPECT_NE(std::stoi(result.payload), first);
  });
}

TEST(Functions, ConfiguredLikeThisAlreadyKeepTheirRevision) {
  with_lambda([](World& world) {
    const auto function = world.add({}, kTellPid);
    const auto revision = [&] { return world.functions.find_by_arn(function->arn)->revision; };
    Function wanted = *function;
    wanted.revision.clear();
    world.functions.ensure(wanted);
    EXPECT_EQ(revision(), function->revision);
    wanted.memory_mb += 64;
    world.functions.ensure(wanted);
    EXPECT_NE(revision(), function->revision);
  });
}

TEST(Functions, OfANewRevisionDoNotRunInAnOldInstance) {
  with_lambda([](World& world) {
    const auto before = world.add({}, kTellPid);
    const int old = std::stoi(world.invoke(before).payload);
    const auto after = world.add({.environment = {{"NEW", "1"}}}, R"py(
while True:
  request, event = take()
  reply(request, os.environ['NEW'].encode())
)py");
    EXPECT_EQ(world.invoke(after).payload, "1");
    EXPECT_EQ(world.functions.pids().size(), 1u);
    EXPECT_NE(world.functions.pids().front(), old);
    EXPECT_EQ(kill(old, 0), -1);
  });
}

TEST(Functions, WithoutABootstrapSaySo) {
  with_lambda([](World& world) {
    const auto function = world.add({}, "");
    std::filesystem::remove(function->code_directory + "/bootstrap");
    EXPECT_EQ(fault_of([&] { world.invoke(function); }), "InvalidRuntimeException f: " + function->code_directory +
                                                             "/bootstrap cannot be started: No such file or directory");
    EXPECT_EQ(world.functions.instances(function->arn), 0);
  });
}

TEST(Functions, EndTheirProcessesWhenTheEmulatorGoes) {
  with_lambda([](World& world) {
    const auto polite = world.add({.name = "polite"}, kTellPid);
    const auto stubborn = world.add(
        {.name = "stubborn"}, std::string("signal.signal(signal.SIGTERM, signal.SIG_IGN)\n") + std::string(kTellPid));
    const std::vector<int> pids = {std::stoi(world.invoke(polite).payload), std::stoi(world.invoke(stubborn).payload)};
    world.functions.shut_down();
    for (const int pid : pids) EXPECT_EQ(kill(pid, 0), -1) << pid;
  });
}

TEST(Functions, AreThereAfterARestart) {
  store::TemporaryDirectory directory;
  const auto open = [&](const std::function<void(Functions&, loop::Loop&)>& body) {
    loop::on_loop([&](loop::Loop& loop) {
      store::Store store(loop, {.directory = directory / "store"});
      delivery::Deliveries deliveries(loop, store);
      iam::Access access("000000000000", "us-east-1");
      Functions functions(loop, store, deliveries, access, {.data_directory = directory.path()});
      body(functions, loop);
    });
  };
  const Function function{.account = "000000000000",
                          .region = "us-east-1",
                          .name = "f",
                          .arn = "arn:aws:lambda:us-east-1:000000000000:function:f",
                          .timeout_seconds = 17,
                          .reserved_concurrency = 3,
                          .environment = {{"A", "1"}},
                          .tags = {{"team", "orders"}}};
  std::string before;
  open([&](Functions& functions, loop::Loop&) {
    functions.create(function);
    EXPECT_EQ(fault_of([&] { functions.create(function); }), "ResourceConflictException Function already exist: f");
    before = encode(*functions.find_by_arn(function.arn)).dump();
  });
  open([&](Functions& functions, loop::Loop&) {
    const auto after = functions.find_by_arn(function.arn + ":$LATEST");
    ASSERT_TRUE(after);
    EXPECT_EQ(encode(*after).dump(), before);
    EXPECT_EQ(after->reserved_concurrency, 3);
  });
}

// ---- events that nobody waits for, under a virtual clock ----

struct Buried {
  delivery::Message message = {};
  base::TimePoint at = {};
};

// A queue that keeps what it gets.
delivery::Target dead_letters(std::vector<Buried>& buried, loop::Loop& loop) {
  return {.arn_prefix = "arn:aws:sqs:", .deliver = [&](const delivery::Message& message) {
            buried.push_back({message, loop.now()});
            return delivery::taken();
          }};
}

TEST(FunctionsAsync, TryAFailedEventAgainAfterOneAndTwoMinutesAndBuryIt) {
  loop::on_virtual_loop([](loop::Loop& loop) {
    World world(loop);
    std::vector<Buried> buried;
    world.deliveries.add_target(dead_letters(buried, loop));
    const auto function = world.add({.dead_letter = "arn:aws:sqs:us-east-1:000000000000:dead"}, R"py(
while True:
  request, event = take()
  say('try', request)
  reply(request, b'{"errorType": "Oops", "errorMessage": "no"}', 'error')
)py");
    world.functions.invoke_async(*function, R"({"day":1})", "arn:of:source");
    EXPECT_TRUE(world.lines_of("/aws/lambda/f").empty());  // nothing runs before the clock is told to go
    ASSERT_TRUE(loop.settle(loop::soon()));
    int tries = 0;
    for (const std::string& line : world.lines_of("/aws/lambda/f")) tries += line.starts_with("try ");
    EXPECT_EQ(tries, 3);
    ASSERT_EQ(buried.size(), 1u);
    EXPECT_EQ(buried[0].message.payload, R"({"day":1})");
    EXPECT_EQ(buried[0].message.attributes.at("messageAttributes").text("ErrorMessage"),
              R"({"errorType": "Oops", "errorMessage": "no"})");
    EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(buried[0].at - loop::test_start()), std::chrono::minutes(3));
    EXPECT_EQ(world.deliveries.pending(), 0u);
  });
}

TEST(FunctionsAsync, RetryNoMoreOftenThanTheFunctionSays) {
  loop::on_virtual_loop([](loop::Loop& loop) {
    World world(loop);
    std::vector<Buried> buried;
    world.deliveries.add_target(dead_letters(buried, loop));
    const auto function = world.add(
        {.maximum_retry_attempts = 0, .dead_letter = "arn:aws:sqs:us-east-1:000000000000:dead"}, "take(); sys.exit(1)");
    world.functions.invoke_async(*function, "{}", "");
    ASSERT_TRUE(loop.settle(loop::soon()));
    ASSERT_EQ(buried.size(), 1u);
    EXPECT_LT(buried[0].at - loop::test_start(), std::chrono::minutes(1));
  });
}

TEST(FunctionsAsync, WaitWhileTheFunctionIsThrottled) {
  loop::on_virtual_loop([](loop::Loop& loop) {
    World world(loop);
    const auto throttled = world.add({.reserved_concurrency = 0}, kTellPid);
    world.functions.invoke_async(*throttled, "{}", "");
    ASSERT_TRUE(loop.advance_to(loop::test_start() + std::chrono::hours(1), loop::soon()));
    EXPECT_EQ(world.deliveries.pending(), 1u);
    Function open = *throttled;
    open.reserved_concurrency.reset();
    world.functions.put(open);
    ASSERT_TRUE(loop.advance_to(loop::test_start() + std::chrono::hours(2), loop::soon()));
    EXPECT_EQ(world.deliveries.pending(), 0u);
    EXPECT_EQ(world.lines_of("/aws/lambda/f").size(), 3u);
  });
}

TEST(FunctionsAsync, ComeAgainWhenTheStoreOfTheirTargetCannotBeRead) {
  loop::on_virtual_loop([](loop::Loop& loop) {
    World world(loop);
    int asked = 0;
    world.deliveries.add_target({.arn_prefix = "arn:aws:sqs:", .deliver = [&](const delivery::Message&) {
                                   if (++asked == 1) throw store::ReadError("damaged");
                                   return delivery::taken();
                                 }});
    store::Transaction transaction(world.store);
    world.deliveries.send(transaction, {.target = "arn:aws:sqs:us-east-1:000000000000:q"});
    transaction.commit();
    ASSERT_TRUE(loop.settle(loop::soon()));
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(world.deliveries.pending(), 0u);
  });
}

TEST(FunctionsAsync, RunOneAtATimeInOrderUnderAVirtualClock) {
  loop::on_virtual_loop([](loop::Loop& loop) {
    World world(loop);
    const auto function = world.add({}, R"py(
while True:
  request, event = take()
  say(event.decode())
  reply(request, b'{}')
)py");
    std::vector<loop::Fiber> callers;
    for (int i = 0; i < 4; ++i) {
      callers.push_back(loop.spawn("caller", [&, i] { world.invoke(function, std::to_string(i)); }));
    }
    for (auto& caller : callers) EXPECT_TRUE(caller.join(loop::soon()));
    std::string order;
    for (const std::string& line : world.lines_of("/aws/lambda/f")) {
      if (line.size() == 1) order += line;
    }
    EXPECT_EQ(order, "0123");
    EXPECT_EQ(world.functions.instances(function->arn), 1);
  });
}

}  // namespace
}  // namespace lambda_service
