#include "emulator/asl/interpreter.h"

// Events in: which branch an event is for, and what it means there.

namespace asl {

Branch* Interpreter::find_by_task(std::int64_t id) {
  for (auto& [key, branch] : execution_.branches) {
    if (branch.task && branch.task->id == id && branch.phase == Branch::Phase::kWait) {
      return &branch;
    }
  }
  return nullptr;
}

void Interpreter::start(const Started& event) {
  execution_.identity = event.identity;
  execution_.started_at = now_;
  execution_.seed = event.seed;
  execution_.input = Json::parse(event.input);
  // The first state's event names 0 as its previous one, not this one. (recorded)
  log(0, "ExecutionStarted", "executionStartedEventDetails",
      {{"input", event.input}, {"inputDetails", {{"truncated", false}}}, {"roleArn", event.identity.role_arn}});
  add_branch(nullptr, 0, machine_.flow, execution_.input);
  if (machine_.timeout_seconds) {
    execution_.deadline = {next_command(), now_ + std::chrono::seconds(*machine_.timeout_seconds)};
    command(SetTimer{.id = execution_.deadline->first, .at = execution_.deadline->second});
  }
}

void Interpreter::timer_fired(std::int64_t id) {
  if (execution_.pause && execution_.pause->first == id) {
    execution_.pause.reset();
    return;  // the ready branches go on
  }
  if (execution_.deadline && execution_.deadline->first == id) {
    execution_.deadline.reset();
    return finish({.status = Status::kTimedOut}, execution_.next_event - 1);
  }
  for (auto& [key, branch] : execution_.branches) {
    if (branch.timers.erase(id) == 0) {
      continue;
    }
    const State& state = state_of(branch);
    if (branch.task) {
      command(CancelTask{.id = branch.task->id});
      attempt(branch, [&] { time_out_task(*this, branch, state); });
    } else if (state.type == State::Type::kWait) {
      attempt(branch, [&] { complete(branch, state, effective_input(branch, state)); });
    } else {
      make_ready(branch, Branch::Phase::kRun);  // a retry's delay is over
    }
    return;
  }
}

void Interpreter::deliver(const Event& event) {
  const auto for_task = [&](std::int64_t id, const auto& handle) {
    if (Branch* branch = find_by_task(id)) {
      attempt(*branch, [&] { handle(*branch, state_of(*branch)); });
    }
  };
  if (const auto* started = std::get_if<Started>(&event)) {
    start(*started);
  } else if (const auto* submitted = std::get_if<TaskSubmitted>(&event)) {
    for_task(submitted->id, [&](Branch& b, const State& s) { submit_task(*this, b, s, submitted->output); });
  } else if (const auto* succeeded = std::get_if<TaskSucceeded>(&event)) {
    for_task(succeeded->id, [&](Branch& b, const State& s) { succeed_task(*this, b, s, succeeded->output); });
  } else if (const auto* failed = std::get_if<TaskFailed>(&event)) {
    for_task(failed->id, [&](Branch& b, const State& s) { fail_task(*this, b, s, failed->error, failed->cause); });
  } else if (const auto* timed_out = std::get_if<TaskTimedOut>(&event)) {
    for_task(timed_out->id, [&](Branch& b, const State& s) { time_out_task(*this, b, s); });
  } else if (const auto* heartbeat = std::get_if<TaskHeartbeat>(&event)) {
    for_task(heartbeat->id, [&](Branch& b, const State&) { renew_heartbeat(*this, b); });
  } else if (const auto* timer = std::get_if<TimerFired>(&event)) {
    timer_fired(timer->id);
  } else if (const auto* stopped = std::get_if<Stopped>(&event)) {
    finish({.status = Status::kAborted, .error = stopped->error, .cause = stopped->cause}, execution_.next_event - 1);
  }
}

Step Interpreter::take(const Event& event) {
  if (execution_.status == Status::kRunning) {
    try {
      deliver(event);
      // While a pause is pending, everybody waits for its timer: who came later does not overtake.
      if (!execution_.pause) {
        run_ready();
      }
    } catch (const HistoryFull&) {
      finish({.status = Status::kFailed,
              .error = "States.Runtime",
              .cause = "The execution reached the maximum number of history events (25000)."},
             execution_.next_event - 1);
    }
  }
  step_.execution = std::move(execution_);
  return std::move(step_);
}

Step advance(const Machine& machine, Execution execution, const Event& event, base::TimePoint now) {
  return Interpreter(machine, std::move(execution), now).take(event);
}

}  // namespace asl
