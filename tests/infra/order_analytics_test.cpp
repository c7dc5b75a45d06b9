// The state machine order-analytics, run by the pure interpreter against stages that answer as a test says.

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/text.h"
#include "emulator/asl/execution.h"

namespace asl {
namespace order_analytics {

using base::Json;

Machine read_machine() {
  std::ifstream file("infra/state-machines/order-analytics.asl.json");  // tests run from the repository's root
  std::stringstream text;
  text << file.rdbuf();
  std::string definition = text.str();
  for (const char* name : {"Aggregate", "Lock", "Validate", "Transform"})
    definition = base::replace_all(definition, "${" + std::string(name) + "Arn}", name);
  definition = base::replace_all(definition, "${TopicArn}", "Topic");
  definition = base::replace_all(definition, "${LockId}", "the-lock");
  return parse_machine(definition);
}

struct Answer {
  Json output = {};
  std::string error = {};
};

// One execution: what was called in order ("Lock.acquire"), what was published, how it ended and when.
class Trial {
 public:
  using Stages = std::function<Answer(const std::string& call, const Json& payload)>;

  Trial(const Json& input, Stages stages) : stages_(std::move(stages)) {
    handle(Started{.identity = {.execution_arn = "arn:e"}, .input = input.dump()});
    while (done.status == Status::kRunning) {
      if (!tasks_.empty()) {
        const RunTask task = tasks_.front();
        tasks_.erase(tasks_.begin());
        perform(task);
      } else {
        if (timers_.empty()) throw std::logic_error("nothing will happen any more");
        const auto [at, id] = *timers_.begin();
        timers_.erase(timers_.begin());
        now_ = std::max(now_, at);
        handle(TimerFired{id});
      }
    }
  }

  std::vector<std::string> calls = {};
  std::vector<Json> payloads = {};
  Json published = {};
  Done done{.status = Status::kRunning};
  std::chrono::seconds took() const {
    return std::chrono::duration_cast<std::chrono::seconds>(now_ - base::TimePoint{});
  }
  const Json& payload_of(std::string_view call) const {
    return payloads.at(std::size_t(std::find(calls.begin(), calls.end(), call) - calls.begin()));
  }

 private:
  void handle(const Event& event) {
    Step step = advance(machine_, std::move(execution_), event, now_);
    execution_ = std::move(step.execution);
    for (const Command& command : step.commands) {
      if (const auto* task = std::get_if<RunTask>(&command)) tasks_.push_back(*task);
      if (const auto* timer = std::get_if<SetTimer>(&command)) timers_.insert({timer->at, timer->id});
      if (const auto* gone = std::get_if<CancelTask>(&command))
        std::erase_if(tasks_, [&](const RunTask& task) { return task.id == gone->id; });
      if (const auto* over = std::get_if<CancelTimer>(&command))
        std::erase_if(timers_, [&](const auto& timer) { return timer.second == over->id; });
      if (const auto* end = std::get_if<Done>(&command)) done = *end;
    }
  }

  void perform(const RunTask& task) {
    const bool publishes = task.resource == "arn:aws:states:::sns:publish";
    const Json payload = publishes ? task.parameters : task.parameters.at("Payload");
    std::string call = "publish";
    if (!publishes) {
      call = task.parameters.at("FunctionName").as_string();
      if (payload.contains("operation")) call += "." + payload.at("operation").as_string();
    }
    calls.push_back(call);
    payloads.push_back(payload);
    if (publishes) published = payload;
    const Answer answer = stages_(call, payload);
    if (!answer.error.empty()) return handle(TaskFailed{task.id, answer.error, "because"});
    handle(TaskSucceeded{task.id,
                         publishes ? Json{{"MessageId", "m"}} : Json{{"StatusCode", 200}, {"Payload", answer.output}}});
  }

  Machine machine_ = read_machine();
  Stages stages_;
  Execution execution_ = {};
  base::TimePoint now_ = {};
  std::vector<RunTask> tasks_ = {};
  std::set<std::pair<base::TimePoint, std::int64_t>> timers_ = {};
};

const Json kSet{{"setId", "abc"},   {"attempt", 1},
                {"bucket", "data"}, {"manifest", "processing/abc-1/manifest.json"},
                {"ids", "int"},     {"files", Json::array({0, 1})}};

Answer well(const std::string& call, const Json&, std::string_view status = "SUCCEEDED") {
  if (call == "Aggregate.claim") return {{{"set", kSet}}};
  if (call == "Lock.acquire")
    return {{{"lockId", "the-lock"}, {"token", 7}, {"leaseUntil", "2026-11-21T03:51:00.000Z"}}};
  if (call == "Lock.release") return {{{"released", true}}};
  if (call == "Validate") return {{{"kind", "orders"}, {"key", "k"}, {"status", "valid"}, {"result", "r"}}};
  if (call == "Transform") return {{{"status", status}, {"report", "reports/abc/validation.json"}, {"dates", 3}}};
  if (call == "Aggregate.settle") return {{{"archived", 2}, {"left", 0}}};
  return {};
}

using Calls = std::vector<std::string>;

// E017 E018 E020 E037 E062
TEST(OrderAnalytics, TakesASetFromTheLockToTheNotification) {
  const Trial run({{"set", kSet}}, [](const auto& call, const auto& payload) { return well(call, payload); });
  EXPECT_EQ(run.done.status, Status::kSucceeded);
  EXPECT_EQ(run.calls, (Calls{"Lock.acquire", "Validate", "Validate", "Transform", "Aggregate.settle", "Lock.release",
                              "publish"}));
  EXPECT_EQ(run.payload_of("Lock.acquire").dump(),
            R"({"operation":"acquire","lockId":"the-lock","executionId":"arn:e"})");
  const Json& validate = run.payload_of("Validate");
  EXPECT_EQ(validate.at("file"), Json(0));
  EXPECT_EQ(validate.at("set").text("manifest"), "processing/abc-1/manifest.json");
  EXPECT_EQ(validate.at("lock").at("token"), Json(7));
  EXPECT_EQ(run.payload_of("Transform").at("set"), kSet);
  EXPECT_EQ(run.payload_of("Transform").text("executionId"), "arn:e");
  EXPECT_EQ(run.payload_of("Aggregate.settle").text("status"), "SUCCEEDED");
  EXPECT_EQ(run.payload_of("Lock.release").at("token"), Json(7));
  EXPECT_EQ(run.published.text("TopicArn"), "Topic");
  EXPECT_EQ(run.published.at("Message").text("report"), "reports/abc/validation.json");
}

// E079
TEST(OrderAnalytics, AManualStartClaimsItsSetFirst) {
  const Trial run({{"fileKey", ""}, {"bucket", "data"}},
                  [](const auto& call, const auto& payload) { return well(call, payload); });
  EXPECT_EQ(run.done.status, Status::kSucceeded);
  EXPECT_EQ(run.calls.front(), "Aggregate.claim");
  EXPECT_EQ(run.payloads.front().dump(), R"({"operation":"claim","bucket":"data","fileKey":"","executionId":"arn:e"})");
  EXPECT_EQ(run.payload_of("Transform").at("set"), kSet);
}

TEST(OrderAnalytics, AManualStartWithoutASetSaysSoAndTouchesNoLock) {
  const Trial run({{"fileKey", ""}, {"bucket", "data"}}, [](const auto& call, const auto&) {
    return Answer{{}, call == "publish" ? "" : "NothingToProcess"};
  });
  EXPECT_EQ(run.done.status, Status::kFailed);
  EXPECT_EQ(run.done.error, "NothingToProcess");
  EXPECT_EQ(run.calls, (Calls{"Aggregate.claim", "publish"}));
}

// E003 E100
TEST(OrderAnalytics, WaitsForABusyLock) {
  int busy = 500;
  const Trial run({{"set", kSet}}, [&](const auto& call, const auto& payload) {
    if (call == "Lock.acquire" && busy-- > 0) return Answer{{}, "LockBusy"};
    return well(call, payload);
  });
  EXPECT_EQ(run.done.status, Status::kSucceeded);
  EXPECT_EQ(run.took(), std::chrono::seconds(2500));
}

// E020
TEST(OrderAnalytics, ABatchThatFailedIsSettledReleasedAndSaid) {
  const Trial run({{"set", kSet}}, [](const auto& call, const auto& payload) { return well(call, payload, "FAILED"); });
  EXPECT_EQ(run.done.status, Status::kFailed);
  EXPECT_EQ(run.done.error, "BatchFailed");
  EXPECT_EQ(run.done.cause, "No valid file of some kind in set abc: see s3://data/reports/abc/validation.json");
  EXPECT_EQ(run.calls, (Calls{"Lock.acquire", "Validate", "Validate", "Transform", "Aggregate.settle", "Lock.release",
                              "publish"}));
  EXPECT_EQ(run.payload_of("Aggregate.settle").text("status"), "FAILED");
}

// E020 E092
TEST(OrderAnalytics, AnyErrorReleasesTheLockAndSaysWhereItWas) {
  const std::pair<const char*, const char*> stages[] = {{"Lock.acquire", "AcquireLock"},
                                                        {"Validate", "ValidateFiles"},
                                                        {"Transform", "Transform"},
                                                        {"Aggregate.settle", "Settle"}};
  for (const auto& [stage, state] : stages) {
    for (const char* error : {"Broken", "Runtime.ExitError"}) {
      const Trial run({{"set", kSet}}, [&](const auto& call, const auto& payload) {
        return call == stage ? Answer{{}, error} : well(call, payload);
      });
      EXPECT_EQ(run.done.status, Status::kFailed);
      EXPECT_EQ(run.done.error, error) << stage;
      EXPECT_EQ(run.done.cause, "because");
      ASSERT_GE(run.calls.size(), 2u);
      EXPECT_EQ(run.calls[run.calls.size() - 2], "Lock.release") << stage;
      EXPECT_FALSE(run.payload_of("Lock.release").contains("token"));
      EXPECT_EQ(run.calls.back(), "publish");
      EXPECT_EQ(run.published.at("Message").at("where").text("state"), state);
      EXPECT_EQ(run.published.at("Message").text("error"), error);
    }
  }
}

// E092
TEST(OrderAnalytics, AnErrorThatPassesIsNotSeen) {
  for (const char* error :
       {"Unavailable", "Runtime.ExitError", "Lambda.TooManyRequestsException", "Sandbox.Timedout"}) {
    std::map<std::string, int> seen;
    const Trial run({{"set", kSet}}, [&](const auto& call, const auto& payload) {
      if (call != "publish" && seen[call]++ < 2) return Answer{{}, error};
      return well(call, payload);
    });
    EXPECT_EQ(run.done.status, Status::kSucceeded) << error;
  }
}

TEST(OrderAnalytics, AReleaseThatFailsIsTriedByTheExecutionAlone) {
  const Trial run({{"set", kSet}}, [](const auto& call, const Json& payload) {
    if (call == "Lock.release" && payload.contains("token")) return Answer{{}, "Broken"};
    return well(call, payload);
  });
  EXPECT_EQ(run.done.status, Status::kFailed);
  EXPECT_EQ(run.calls.back(), "publish");
  EXPECT_EQ(run.published.at("Message").at("where").text("state"), "ReleaseLock");
}

}  // namespace order_analytics
}  // namespace asl
