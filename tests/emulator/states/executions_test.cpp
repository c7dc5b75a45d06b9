// Executions made to happen: tasks, timers, tokens, under a clock that stands still.

#include "emulator/states/executions.h"

#include "emulator/states/errors.h"
#include "emulator/states/world.h"

namespace states {
namespace {

constexpr const char* kPass = R"({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}})";

TEST(Executions, RunATaskAndKeepItsHistory) {
  with_states([](World& world) {
    world.on("sqs:sendMessage", [&](const TaskRequest& request) -> TaskOutcome {
      EXPECT_EQ(request.call.principal, "arn:aws:iam::000000000000:role/r");
      EXPECT_EQ(request.token, "");
      return TaskResult{Json{{"sent", request.parameters.at("id")}}};
    });
    const std::string arn = world.start(*world.add("m", task_machine("sqs:sendMessage")), R"({"id": 7})");
    EXPECT_EQ(arn, "arn:aws:states:us-east-1:000000000000:execution:m:run");
    EXPECT_EQ(world.outcome(arn), "RUNNING");  // nothing happens before the clock is told to go
    ASSERT_TRUE(world.loop.settle(loop::soon()));
    EXPECT_EQ(world.outcome(arn), R"(SUCCEEDED {"sent":7})");
    EXPECT_EQ(world.types(arn),
              (std::vector<std::string>{"ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted",
                                        "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"}));
    EXPECT_EQ(world.executions.running(), 0u);
    EXPECT_EQ(world.executions.wait_for(arn).status, "SUCCEEDED");
  });
}

TEST(Executions, StartTwiceByTheSameNameAndInputAreOne) {
  with_states([](World& world) {
    const auto machine = world.add("m", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":9,"End":true}}})");
    const std::string first = world.start(*machine, R"({"a":1})");
    EXPECT_EQ(world.start(*machine, R"({"a":1})"), first);
    const auto again = [&](const std::string& input) {
      try {
        return world.start(*machine, input);
      } catch (const Fault& fault) {
        return fault.code + ": " + fault.message;
      }
    };
    EXPECT_EQ(again(R"({"a":2})"), "ExecutionAlreadyExists: Execution Already Exists: '" + first + "'");
    ASSERT_TRUE(world.loop.settle(loop::soon()));
    EXPECT_EQ(again(R"({"a":1})"), "ExecutionAlreadyExists: Execution Already Exists: '" + first + "'");
  });
}

TEST(Executions, WaitHoursInNoTime) {
  with_states([](World& world) {
    const auto record = world.run(
        R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":36000,"Next":"P"},"P":{"Type":"Pass","End":true}}})");
    EXPECT_EQ(record.status, "SUCCEEDED");
    EXPECT_EQ(*record.stopped - record.started, std::chrono::hours(10));
  });
}

TEST(Executions, RetryWithBackoffAndThenCatch) {
  with_states([](World& world) {
    std::vector<base::Duration> tries;
    world.on("sqs:sendMessage", [&](const TaskRequest&) -> TaskOutcome {
      tries.push_back(world.loop.now() - loop::test_start());
      return TaskError{"SQS.Busy", "later"};
    });
    const auto record = world.run(
        R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{},
           "Retry":[{"ErrorEquals":["SQS.Busy"],"IntervalSeconds":10,"BackoffRate":3,"MaxAttempts":3}],
           "Catch":[{"ErrorEquals":["States.ALL"],"Next":"C"}],"End":true},"C":{"Type":"Pass","End":true}}})");
    using std::chrono::seconds;
    EXPECT_EQ(tries, (std::vector<base::Duration>{seconds(0), seconds(10), seconds(40), seconds(130)}));
    EXPECT_EQ(record.output, R"({"Error":"SQS.Busy","Cause":"later"})");
  });
}

TEST(Executions, FailWithWhatTheTaskSaid) {
  with_states([](World& world) {
    world.on("sqs:", [](const TaskRequest&) -> TaskOutcome { throw Fault("Denied", 403, "not you"); });
    const auto record = world.run(task_machine("sqs:sendMessage"), R"({"id":1})");
    EXPECT_EQ(record.status + " " + *record.error + " " + *record.cause, "FAILED Denied not you");
  });
}

TEST(Executions, OfAResourceThatNobodyStandsBehindFail) {
  with_states([](World& world) {
    const auto record = world.run(task_machine("sns:publish"), R"({"id":1})");
    EXPECT_EQ(*record.error + ": " + *record.cause,
              "States.Runtime: The resource arn:aws:states:::sns:publish is not supported by this emulator.");
  });
}

TEST(Executions, MapAtMostAsManyAtOnceAsMaxConcurrencySays) {
  with_states([](World& world) {
    int running = 0, most = 0;
    world.on("sqs:sendMessage", [&](const TaskRequest& request) -> TaskOutcome {
      most = std::max(most, ++running);
      world.loop.sleep_for(std::chrono::seconds(1));
      --running;
      return TaskResult{request.parameters.at("id")};
    });
    const auto record = world.run(
        R"({"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":3,"End":true,"ItemProcessor":{"StartAt":"T","States":{
           "T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"id.$":"$"},"End":true}}}}}})",
        "[1,2,3,4,5,6,7]");
    EXPECT_EQ(record.output, "[1,2,3,4,5,6,7]");
    EXPECT_EQ(most, 3);
    EXPECT_EQ(*record.stopped - record.started, std::chrono::seconds(3));
  });
}

TEST(Executions, TimeOutATaskThatGoesOnAllTheSame) {
  with_states([](World& world) {
    bool ended = false;
    world.on("sqs:sendMessage", [&](const TaskRequest&) -> TaskOutcome {
      world.loop.sleep_for(std::chrono::minutes(10));
      ended = true;
      return TaskResult{};
    });
    const auto record = world.run(task_machine("sqs:sendMessage", R"("TimeoutSeconds": 60)"), R"({"id":1})");
    EXPECT_EQ(record.status + " " + *record.error, "FAILED States.Timeout");
    EXPECT_EQ(*record.stopped - record.started, std::chrono::minutes(1));
    EXPECT_TRUE(ended);
  });
}

TEST(Executions, TimeOutAsAWhole) {
  with_states([](World& world) {
    const auto record =
        world.run(R"({"StartAt":"W","TimeoutSeconds":5,"States":{"W":{"Type":"Wait","Seconds":6,"End":true}}})");
    EXPECT_EQ(record.status, "TIMED_OUT");
    EXPECT_EQ(*record.stopped - record.started, std::chrono::seconds(5));
  });
}

TEST(Executions, AreStopped) {
  with_states([](World& world) {
    const std::string arn =
        world.start(*world.add("m", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":9,"End":true}}})"));
    world.executions.stop(arn, "Enough", "of this");
    EXPECT_EQ(world.outcome(arn), "ABORTED Enough: of this");
    EXPECT_TRUE(world.loop.quiescent() || world.loop.settle(loop::soon()));
    EXPECT_EQ(world.outcome(arn), "ABORTED Enough: of this");
    world.executions.stop(arn, std::nullopt, std::nullopt);  // one that has ended stays as it is
    EXPECT_EQ(world.outcome(arn), "ABORTED Enough: of this");
  });
}

// ---- tokens ----

const std::string kWithToken =
    R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",
       "Parameters":{"token.$":"$$.Task.Token"},"HeartbeatSeconds":30,"End":true}}})";

TEST(ExecutionsWithToken, GoOnWhenSomebodyComesBackWithIt) {
  with_states([](World& world) {
    std::string token;
    world.on("sqs:sendMessage", [&](const TaskRequest& request) -> TaskOutcome {
      token = request.token;
      EXPECT_EQ(request.parameters.text("token"), token);
      return TaskResult{Json{{"MessageId", "m"}}};
    });
    const std::string arn = world.start(*world.add("m", kWithToken));
    ASSERT_TRUE(world.loop.advance_to(loop::test_start() + std::chrono::seconds(20), loop::soon()));
    world.executions.task_heartbeat(token);
    ASSERT_TRUE(world.loop.advance_to(loop::test_start() + std::chrono::seconds(45), loop::soon()));
    EXPECT_EQ(world.outcome(arn), "RUNNING");
    world.executions.task_succeeded(token, Json{{"done", true}});
    EXPECT_EQ(world.outcome(arn), R"(SUCCEEDED {"done":true})");
    EXPECT_EQ(world.types(arn),
              (std::vector<std::string>{"ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted",
                                        "TaskSubmitted", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"}));
    EXPECT_THROW(world.executions.task_succeeded(token, Json()), Fault);
  });
}

TEST(ExecutionsWithToken, FailAsTheWorkerSaysOrWhenItsHeartStops) {
  with_states([](World& world) {
    std::string token;
    world.on("sqs:sendMessage", [&](const TaskRequest& request) -> TaskOutcome {
      token = request.token;
      return TaskResult{};
    });
    const auto machine = world.add("m", kWithToken);
    const std::string refused = world.start(*machine, "{}", "refused");
    ASSERT_TRUE(world.loop.advance_to(world.loop.now(), loop::soon()));
    world.executions.task_failed(token, "Rejected", "by hand");
    EXPECT_EQ(world.outcome(refused), "FAILED Rejected: by hand");
    const std::string silent = world.start(*machine, "{}", "silent");
    ASSERT_TRUE(world.loop.settle(loop::soon()));
    EXPECT_EQ(world.outcome(silent), "FAILED States.Timeout");
    try {
      world.executions.task_succeeded(token, Json());
      ADD_FAILURE();
    } catch (const Fault& fault) {
      EXPECT_EQ(fault.code, "TaskTimedOut");
    }
  });
}

TEST(ExecutionsWithToken, TakeAnAnswerThatIsQuickerThanTheService) {
  with_states([](World& world) {
    world.on("sqs:sendMessage", [&](const TaskRequest& request) -> TaskOutcome {
      world.executions.task_succeeded(request.token, Json("quick"));
      return TaskResult{Json{{"MessageId", "m"}}};
    });
    const auto record = world.run(kWithToken);
    EXPECT_EQ(record.output, R"("quick")");
    const auto types = world.types(record.arn);
    EXPECT_EQ(types.at(4) + " " + types.at(5), "TaskSubmitted TaskSucceeded");
  });
}

// ---- .sync ----

// What emulator/integrations.cpp does for startExecution.sync, without the IAM and the output's many members.
TaskOutcome run_child(World& world, const TaskRequest& request) {
  std::string arn;
  if (request.submitted) {
    arn = request.submitted->text("ExecutionArn");
  } else {
    arn = world.executions.start(*world.machines.get(request.parameters.text("StateMachineArn")), "child", "{}").arn;
    request.submit(Json{{"ExecutionArn", arn}});
  }
  return TaskResult{Json(world.executions.wait_for(arn).status)};
}

const std::string kParent =
    R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync","Parameters":{
       "StateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:child"},"End":true}}})";
const std::string kChild = R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}})";

TEST(ExecutionsSync, SubmitAndWaitForTheirChildWhileTheClockGoesOn) {
  with_states([](World& world) {
    world.on("states:startExecution", [&](const TaskRequest& request) { return run_child(world, request); });
    world.add("child", kChild);
    const auto record = world.run(kParent);
    EXPECT_EQ(record.output, R"("SUCCEEDED")");
    EXPECT_EQ(*record.stopped - record.started, std::chrono::hours(1));
    EXPECT_EQ(world.types(record.arn),
              (std::vector<std::string>{"ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted",
                                        "TaskSubmitted", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"}));
  });
}

// ---- crashes ----

// The emulator ends in the middle of `first`, without a word, and is started again for `second`.
void over_a_crash(const std::function<void(World&)>& first, const std::function<void(World&)>& second) {
  const store::TemporaryDirectory directory;
  for (const auto& body : {first, second}) {
    loop::on_virtual_loop([&](loop::Loop& loop) {
      World world(loop, {.directory = directory / "store"});
      body(world);
    });
  }
}

TEST(ExecutionsAfterACrash, GoOnAndDoNotRunAgainWhatIsStored) {
  const std::string two = R"({"StartAt":"A","States":{
    "A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"id":"a"},"Next":"W"},
    "W":{"Type":"Wait","Seconds":60,"Next":"B"},
    "B":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"id":"b"},"End":true}}})";
  std::string ran, arn;
  const auto run = [&](const TaskRequest& request) -> TaskOutcome {
    ran += request.parameters.text("id");
    return TaskResult{};
  };
  over_a_crash(
      [&](World& world) {
        world.on("sqs:sendMessage", run);
        arn = world.start(*world.add("m", two));
        ASSERT_TRUE(world.loop.advance_to(world.loop.now(), loop::soon()));
      },
      [&](World& world) {
        EXPECT_EQ(ran, "a");
        world.on("sqs:sendMessage", run);
        world.executions.resume();
        EXPECT_EQ(world.executions.running(), 1u);
        ASSERT_TRUE(world.loop.settle(loop::soon()));
        EXPECT_EQ(world.outcome(arn), "SUCCEEDED null");
        EXPECT_EQ(ran, "ab");
        std::int64_t id = 0;
        for (const Json& event : world.executions.history(arn, 1, 1000, store::Order::kAscending))
          EXPECT_EQ(event.at("id").as_int(), ++id);
      });
}

TEST(ExecutionsAfterACrash, RunATaskAgainWhoseResultWasNotStored) {
  int ran = 0;
  std::string arn;
  over_a_crash(
      [&](World& world) {
        world.on("sqs:sendMessage", [&](const TaskRequest&) -> TaskOutcome {
          ++ran;
          world.loop.sleep_for(std::chrono::hours(1));
          return TaskResult{};
        });
        arn = world.start(*world.add("m", task_machine("sqs:sendMessage")), R"({"id":1})");
        ASSERT_TRUE(world.loop.advance_to(world.loop.now(), loop::soon()));
      },
      [&](World& world) {
        world.on("sqs:sendMessage", [&](const TaskRequest&) -> TaskOutcome {
          ++ran;
          return TaskResult{Json(2)};
        });
        world.executions.resume();
        ASSERT_TRUE(world.loop.settle(loop::soon()));
        EXPECT_EQ(world.outcome(arn), "SUCCEEDED 2");
        EXPECT_EQ(ran, 2);
      });
}

TEST(ExecutionsAfterACrash, WaitForTheSameTokenAndSendItOnce) {
  int sent = 0;
  std::string arn, token;
  const auto send = [&](const TaskRequest& request) -> TaskOutcome {
    ++sent;
    token = request.token;
    return TaskResult{};
  };
  over_a_crash(
      [&](World& world) {
        world.on("sqs:sendMessage", send);
        arn = world.start(*world.add("m", kWithToken));
        ASSERT_TRUE(world.loop.advance_to(world.loop.now(), loop::soon()));
      },
      [&](World& world) {
        world.on("sqs:sendMessage", send);
        world.executions.resume();
        ASSERT_TRUE(world.loop.advance_to(world.loop.now(), loop::soon()));
        world.executions.task_succeeded(token, Json("back"));
        EXPECT_EQ(world.outcome(arn), R"(SUCCEEDED "back")");
        EXPECT_EQ(sent, 1);
      });
}

TEST(ExecutionsAfterACrash, WaitForTheChildTheyStarted) {
  std::string arn;
  over_a_crash(
      [&](World& world) {
        world.on("states:startExecution", [&](const TaskRequest& request) { return run_child(world, request); });
        world.add("child", kChild);
        arn = world.start(*world.add("m", kParent));
        ASSERT_TRUE(world.loop.advance_to(world.loop.now(), loop::soon()));
        EXPECT_EQ(world.executions.running(), 2u);
      },
      [&](World& world) {
        world.on("states:startExecution", [&](const TaskRequest& request) { return run_child(world, request); });
        world.executions.resume();
        ASSERT_TRUE(world.loop.settle(loop::soon()));
        EXPECT_EQ(world.outcome(arn), R"(SUCCEEDED "SUCCEEDED")");
        EXPECT_EQ(world.executions.list("arn:aws:states:us-east-1:000000000000:stateMachine:child", "").size(), 1u);
      });
}

// ---- a disk that is full for a while ----

TEST(ExecutionsOnAFullDisk, LoseNothingAndGoOnWhenThereIsRoom) {
  const store::TemporaryDirectory directory;
  faults::Plan plan(1);
  const faults::Vfs vfs("states-faulty", plan);
  loop::on_virtual_loop([&](loop::Loop& loop) {
    World world(loop, {.directory = directory / "store", .vfs = vfs.name()});
    int ran = 0;
    world.on("sqs:sendMessage", [&](const TaskRequest&) -> TaskOutcome {
      ++ran;
      plan.add({.call = faults::Call::kWrite, .failure = faults::Failure::kFull});
      return TaskResult{Json("result")};
    });
    const std::string arn = world.start(*world.add("m", task_machine("sqs:sendMessage")), R"({"id":1})");
    // The result cannot be stored: the world does not come to rest.
    EXPECT_FALSE(loop.settle(loop::Deadline::real_in(std::chrono::milliseconds(50))));
    EXPECT_EQ(world.outcome(arn), "RUNNING");
    EXPECT_THROW(world.start(*world.machines.find(world.executions.get(arn).machine_arn), R"({"id":2})", "other"),
                 store::WriteError);
    EXPECT_EQ(world.executions.running(), 1u);
    plan.clear();
    ASSERT_TRUE(loop.settle(loop::soon()));
    EXPECT_EQ(world.outcome(arn), R"(SUCCEEDED "result")");
    EXPECT_EQ(ran, 1);
    EXPECT_EQ(world.types(arn).size(), 7u);
  });
}

TEST(Executions, OfASeedAreTheSame) {
  std::string histories[2];
  for (std::string& all : histories) {
    with_states([&](World& world) {
      const std::string arn = world.executions.start(*world.add("m", kPass), "", "{}").arn;
      for (const Json& event : world.executions.history(arn, 1, 100, store::Order::kAscending)) all += event.dump();
      all += arn;
    });
  }
  EXPECT_EQ(histories[0], histories[1]);
}

}  // namespace
}  // namespace states
