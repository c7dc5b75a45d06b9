#include "emulator/states/executions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/log.h"
#include "emulator/states/errors.h"

namespace states {
namespace executions_detail {

constexpr std::size_t kMaxInput = 262'144;  // bytes (Step Functions quotas)
constexpr base::Duration kAfterStoreError = std::chrono::seconds(1);

std::string history_key(std::string_view arn, std::int64_t id) { return fmt::format("{}\n{:010}", arn, id); }
// Sorts by start within a machine.
std::string machine_key(const ExecutionRecord& record) {
  return fmt::format("{}\n{:020}\n{}", record.machine_arn, record.started.time_since_epoch().count(), record.name);
}

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};

}  // namespace executions_detail

using namespace executions_detail;

Executions::Executions(loop::Loop& loop, store::Store& store, iam::Access& access, Machines& machines, Tasks& tasks)
    : loop_(loop),
      store_(store),
      access_(access),
      machines_(machines),
      tasks_(tasks),
      record_space_(store.space("states/execution")),
      running_space_(store.space("states/running")),
      history_space_(store.space("states/history")),
      by_machine_space_(store.space("states/execution_by_machine")),
      ended_(loop) {}

Executions::~Executions() { stop(); }

void Executions::stop() {
  for (auto& [arn, running] : running_) running->timers.clear();  // their callbacks hold what holds them
  for (auto& [id, fiber] : std::exchange(task_fibers_, {})) fiber.finish();
}

void Executions::resume() {
  store_.each(running_space_, "", [&](std::string_view key, std::string_view value) {
    const auto stored = store_.get(record_space_, key);
    CHECK(stored);
    auto running = std::make_shared<Running>();
    running->record = decode_execution_record(*stored);
    running->machine = std::make_shared<const asl::Machine>(asl::parse_machine(running->record.definition));
    running->value = asl::decode(base::Json::parse(value));
    running_[running->record.arn] = running;
    return true;
  });
  for (const auto& [arn, running] : std::map(running_)) carry_out(running, asl::pending(running->value));
}

ExecutionRecord Executions::start(const StateMachine& machine, std::string name, std::string input, std::string trace) {
  if (name.empty()) name = loop_.world().uuid();
  check_name(name);
  if (input.empty()) input = "{}";
  if (input.size() > kMaxInput) throw invalid_execution_input("The input is larger than 262144 bytes");
  try {
    base::Json::parse(input);
  } catch (const base::JsonError& error) {
    throw invalid_execution_input(error.what());
  }
  const std::string arn = execution_arn(machine.arn, name);
  if (const auto before = store_.get(record_space_, arn)) {
    const ExecutionRecord record = decode_execution_record(*before);
    if (record.status == "RUNNING" && record.input == input) return record;
    throw execution_already_exists(arn);
  }
  auto running = std::make_shared<Running>();
  running->record = {.arn = arn,
                     .machine_arn = machine.arn,
                     .name = name,
                     .started = loop_.now(),
                     .input = input,
                     .definition = machine.definition,
                     .role = machine.role,
                     .trace = std::move(trace)};
  running->machine = machine.machine;
  running_[arn] = running;
  const asl::Started event{.identity = asl::Identity{.execution_arn = arn,
                                                     .execution_name = name,
                                                     .role_arn = machine.role,
                                                     .machine_arn = machine.arn,
                                                     .machine_name = machine.name},
                           .input = input,
                           .seed = loop_.world().next()};
  const asl::Step step = asl::advance(*running->machine, {}, event, loop_.now());
  try {
    store_step(*running, step);
  } catch (...) {
    running_.erase(arn);  // it has not started: the caller hears of it
    throw;
  }
  carry_out(running, step.commands);
  return get(arn);
}

void Executions::store_step(Running& running, const asl::Step& step) {
  ExecutionRecord record = running.record;
  for (const asl::Command& command : step.commands) {
    if (const auto* done = std::get_if<asl::Done>(&command)) take(*done, record);
  }
  store::Transaction transaction(store_);
  if (record.status == "RUNNING") {
    transaction.put(running_space_, record.arn, asl::encode(step.execution).dump());
  } else {
    transaction.erase(running_space_, record.arn);
  }
  const bool first = running.value.next_event == 1;
  if (first || record.status != "RUNNING") transaction.put(record_space_, record.arn, encode(record));
  if (first) transaction.put(by_machine_space_, machine_key(record), record.arn);
  for (const base::Json& event : step.history) {
    transaction.put(history_space_, history_key(record.arn, event.at("id").as_int()), event.dump());
  }
  transaction.commit();
  running.record = std::move(record);
  running.value = step.execution;
}

void Executions::take(const asl::Done& done, ExecutionRecord& record) const {
  record.status = asl::status_name(done.status);
  record.stopped = loop_.now();
  if (done.status == asl::Status::kSucceeded) record.output = done.output.dump();
  record.error = done.error;
  record.cause = done.cause;
}

void Executions::apply(const Shared& running, const asl::Event& event) {
  if (running->record.status != "RUNNING") return;
  const auto busy = loop_.busy();
  // The world has moved, but it may be that it cannot be written down. Then nothing was carried out: try again until it
  // can.
  while (!try_step(running, event)) {
    loop::Signal never(loop_);
    never.wait(loop::Deadline::real_in(kAfterStoreError));
    if (running->record.status != "RUNNING") return;
  }
}

bool Executions::try_step(const Shared& running, const asl::Event& event) {
  const asl::Step step = asl::advance(*running->machine, running->value, event, loop_.now());
  try {
    store_step(*running, step);
  } catch (const std::runtime_error& error) {  // store::WriteError, store::ReadError
    base::log_error("step not stored, tried again", {{"execution", running->record.arn}, {"error", error.what()}});
    return false;
  }
  carry_out(running, step.commands);
  return true;
}

void Executions::carry_out(const Shared& running, const std::vector<asl::Command>& commands) {
  for (const asl::Command& command : commands) {
    std::visit(Overloaded{
                   [&](const asl::RunTask& task) { run_task(running, task); },
                   [&](const asl::SetTimer& timer) {
                     running->timers[timer.id] =
                         loop_.at(timer.at, loop::TimerKind::kOneOff, [this, running, id = timer.id] {
                           running->timers.erase(id);
                           apply(running, asl::TimerFired{id});
                         });
                   },
                   [&](const asl::CancelTask& cancel) {
                     // What has begun goes on, as on AWS: a handler runs to its end, though nobody waits for it.
                     running->timers.erase(cancel.id);
                     std::erase_if(running->tokens, [&](const auto& entry) { return entry.second == cancel.id; });
                   },
                   [&](const asl::CancelTimer& cancel) { running->timers.erase(cancel.id); },
                   [&](const asl::Done&) {
                     running_.erase(running->record.arn);
                     running->timers.clear();
                     ended_.notify_all();
                   },
               },
               command);
  }
}

void Executions::run_task(const Shared& running, const asl::RunTask& task) {
  if (!task.token.empty()) {
    running->tokens[task.token] = task.id;
    if (task.submitted) return;  // before the emulator's last end: the answer comes by SendTaskSuccess or -Failure
    running->being_submitted.insert(task.id);
  }
  const auto start = [this, running, task] {
    const std::uint64_t fiber = next_fiber_++;
    task_fibers_[fiber] = loop_.spawn("task of " + running->record.name, [this, running, task, fiber] {
      finish_task(running, task);
      task_fibers_.erase(fiber);
    });
  };
  if (loop_.is_virtual()) {
    // Under a virtual clock nothing happens by itself before the clock is told to go.
    running->timers[task.id] = loop_.at(loop_.now(), loop::TimerKind::kOneOff, start);
  } else {
    start();
  }
}

// Not busy all the time: whoever runs a handler is, while a .sync task may wait for the world's time to go on.
void Executions::finish_task(const Shared& running, const asl::RunTask& task) {
  TaskRequest request{.resource = task.resource,
                      .parameters = task.parameters,
                      .call = access_.call_as(running->record.role, running->record.name),
                      .token = task.token,
                      .submit =
                          [&](base::Json output) {
                            apply(running, asl::TaskSubmitted{task.id, std::move(output)});
                          },
                      .submitted = task.submitted};
  request.call.now = loop_.now();
  request.call.request_id = loop_.world().uuid();
  const TaskOutcome outcome = tasks_.run(request);
  if (const auto* error = std::get_if<TaskError>(&outcome)) {
    apply(running, asl::TaskFailed{task.id, error->error, error->cause});
  } else if (!task.token.empty()) {
    // Taken; the answer comes by SendTaskSuccess or SendTaskFailure.
    apply(running, asl::TaskSubmitted{task.id, std::get<TaskResult>(outcome).output});
  } else {
    apply(running, asl::TaskSucceeded{task.id, std::get<TaskResult>(outcome).output});
  }
  running->being_submitted.erase(task.id);
  if (auto early = running->early.extract(task.id)) apply(running, early.mapped());
}

void Executions::stop(const std::string& arn, std::optional<std::string> error, std::optional<std::string> cause) {
  const auto found = running_.find(arn);
  if (found == running_.end()) {
    get(arn);  // throws where there is none; one that has ended stays as it is
    return;
  }
  apply(Shared(found->second), asl::Stopped{std::move(error), std::move(cause)});
}

ExecutionRecord Executions::get(const std::string& arn) const {
  if (!arn.starts_with("arn:aws:states:")) throw invalid_arn(arn);
  const auto stored = store_.get(record_space_, arn);
  if (!stored) throw execution_does_not_exist(arn);
  return decode_execution_record(*stored);
}

std::vector<ExecutionRecord> Executions::list(const std::string& machine_arn, std::string_view status) const {
  std::vector<ExecutionRecord> result;
  store_.each(by_machine_space_, machine_arn + "\n", [&](std::string_view, std::string_view arn) {
    ExecutionRecord record = get(std::string(arn));
    if (status.empty() || record.status == status) result.push_back(std::move(record));
    return true;
  });
  std::ranges::reverse(result);
  return result;
}

std::vector<base::Json> Executions::history(const std::string& arn, std::int64_t from, std::size_t limit,
                                            store::Order order) const {
  get(arn);
  const bool ascending = order == store::Order::kAscending;
  const std::string first = history_key(arn, ascending ? from : 0);
  const std::string end = ascending ? store::prefix_end(arn + "\n") : history_key(arn, from + 1);
  std::vector<base::Json> events;
  for (const auto& [key, value] : store_.scan(history_space_, first, end, limit, order))
    events.push_back(base::Json::parse(value));
  return events;
}

ExecutionRecord Executions::wait_for(const std::string& arn) {
  while (running_.contains(arn)) ended_.wait();
  return get(arn);
}

std::pair<Executions::Shared, std::int64_t> Executions::find_token(const std::string& token) const {
  for (const auto& [arn, running] : running_) {
    if (const auto found = running->tokens.find(token); found != running->tokens.end()) return {running, found->second};
  }
  if (token.size() < 8) throw invalid_token();
  throw task_timed_out();
}

// A worker may be quicker than the service that passed it the token: its answer comes after TaskSubmitted all the same.
void Executions::take_answer(const Shared& running, const std::string& token, std::int64_t id, asl::Event event) {
  running->tokens.erase(token);
  if (running->being_submitted.contains(id)) {
    running->early.insert_or_assign(id, std::move(event));
  } else {
    apply(running, event);
  }
}

void Executions::task_succeeded(const std::string& token, base::Json output) {
  const auto [running, id] = find_token(token);
  take_answer(running, token, id, asl::TaskSucceeded{id, std::move(output)});
}

void Executions::task_failed(const std::string& token, std::string error, std::string cause) {
  const auto [running, id] = find_token(token);
  take_answer(running, token, id, asl::TaskFailed{id, std::move(error), std::move(cause)});
}

void Executions::task_heartbeat(const std::string& token) {
  const auto [running, id] = find_token(token);
  apply(running, asl::TaskHeartbeat{id});
}

}  // namespace states
