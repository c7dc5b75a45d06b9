#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/asl/execution.h"
#include "emulator/iam/access.h"
#include "emulator/loop/loop.h"
#include "emulator/states/execution_record.h"
#include "emulator/states/machines.h"
#include "emulator/states/tasks.h"
#include "emulator/store/store.h"

namespace states {

// Executions: what `asl` computes, made to happen. Each step's new value and its history are stored in one transaction
// before any of its commands is carried out, so that after a crash an execution goes on where it stood; a task whose
// result was not stored runs again.
class Executions {
 public:
  Executions(loop::Loop& loop, store::Store& store, iam::Access& access, Machines& machines, Tasks& tasks);
  ~Executions();
  void stop();  // what runs stays in the store for resume(); tasks that wait are cancelled. Before what tasks call goes

  // Goes on with what was running when the emulator ended. After all integrations are there.
  void resume();

  // An execution of that name with the same input that still runs is answered as it is (StartExecution is idempotent).
  // Throws execution_already_exists(), invalid_name(), invalid_execution_input().
  ExecutionRecord start(const StateMachine& machine, std::string name, std::string input, std::string trace = {});
  void stop(const std::string& arn, std::optional<std::string> error, std::optional<std::string> cause);
  ExecutionRecord get(const std::string& arn) const;  // throws execution_does_not_exist()
  // Newest first; `status` empty: all.
  std::vector<ExecutionRecord> list(const std::string& machine_arn, std::string_view status) const;
  // Events `from`… (ids count from 1), at most `limit`, in order or from the last one back.
  std::vector<base::Json> history(const std::string& arn, std::int64_t from, std::size_t limit,
                                  store::Order order) const;
  // Waits until it has ended.
  ExecutionRecord wait_for(const std::string& arn);

  // Answers to .waitForTaskToken. Throw invalid_token(), task_timed_out().
  void task_succeeded(const std::string& token, base::Json output);
  void task_failed(const std::string& token, std::string error, std::string cause);
  void task_heartbeat(const std::string& token);

  std::size_t running() const { return running_.size(); }

 private:
  struct Running {
    ExecutionRecord record = {};
    std::shared_ptr<const asl::Machine> machine = {};
    asl::Execution value = {};
    std::map<std::int64_t, loop::Timer> timers = {};
    std::map<std::string, std::int64_t> tokens = {};  // of tasks that wait for somebody to come back
    std::set<std::int64_t> being_submitted = {};      // of these, those whose service has not taken the request yet
    std::map<std::int64_t, asl::Event> early = {};    // and the answers to them that have come already
  };
  using Shared = std::shared_ptr<Running>;
  void apply(const Shared& running, const asl::Event& event);
  bool try_step(const Shared& running, const asl::Event& event);
  void store_step(Running& running, const asl::Step& step);
  void carry_out(const Shared& running, const std::vector<asl::Command>& commands);
  void run_task(const Shared& running, const asl::RunTask& task);
  void finish_task(const Shared& running, const asl::RunTask& task);
  void take_answer(const Shared& running, const std::string& token, std::int64_t id, asl::Event event);
  void take(const asl::Done& done, ExecutionRecord& record) const;
  std::pair<Shared, std::int64_t> find_token(const std::string& token) const;

  loop::Loop& loop_;
  store::Store& store_;
  iam::Access& access_;
  Machines& machines_;
  Tasks& tasks_;
  store::Space record_space_ = {}, running_space_ = {}, history_space_ = {}, by_machine_space_ = {};
  std::map<std::string, Shared> running_ = {};  // by ARN
  std::map<std::uint64_t, loop::Fiber> task_fibers_ = {};
  std::uint64_t next_fiber_ = 0;
  loop::Signal ended_;
};

}  // namespace states
