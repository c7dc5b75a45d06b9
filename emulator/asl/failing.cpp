#include <algorithm>
#include <cmath>

#include "emulator/asl/interpreter.h"
#include "emulator/asl/random.h"

// What happens when a state fails: its Retriers, its Catchers, and what it belongs to.

namespace asl {
namespace failing_detail {

constexpr double kMaxDelay = 99'999'999;

// Which errors a name in ErrorEquals stands for. States.Runtime is caught by nothing, not even by its own name; where a
// runtime failure has a name of its own, that name catches it. States.ALL does catch DataLimitExceeded. (recorded)
bool matches(const std::string& wanted, const Failure& failure) {
  const std::string& error = failure.error ? *failure.error : std::string();
  if (error == "States.Runtime") {
    return false;
  }
  if (failure.kind == Failure::Kind::kRuntime) {
    return wanted == error;
  }
  if (wanted == "States.ALL") {
    return true;
  }
  if (wanted == "States.TaskFailed") {
    return error != "States.Timeout";
  }
  return wanted == error;
}

bool matches_any(const std::vector<std::string>& wanted, const Failure& failure) {
  return std::ranges::any_of(wanted, [&](const std::string& one) { return matches(one, failure); });
}

base::Duration delay(const Retrier& retrier, std::int64_t retries, std::uint64_t& seed) {
  double seconds = retrier.interval_seconds * std::pow(retrier.backoff_rate, double(retries));
  seconds = std::min({seconds, retrier.max_delay_seconds.value_or(kMaxDelay), kMaxDelay});
  if (retrier.full_jitter) {
    seconds *= double(next_random(seed) >> 11) * 0x1.0p-53;
  }
  return base::Duration(static_cast<std::int64_t>(seconds * 1e9));
}

bool is_fan_out(const State& state) { return state.type == State::Type::kParallel || state.type == State::Type::kMap; }

}  // namespace failing_detail

void Interpreter::attempt(Branch& branch, const std::function<void()>& work) {
  const int id = branch.id;
  try {
    work();
  } catch (Failure& failure) {
    if (const auto found = execution_.branches.find(id); found != execution_.branches.end()) {
      fail(found->second, std::move(failure));
    }
  }
}

void Interpreter::fail(Branch& branch, Failure failure) {
  const State& state = state_of(branch);
  cancel_timers(branch);
  const bool had_run = !branch.results.is_null();
  remove_children(branch.id, branch.last_event);
  branch.results = branch.items = Json();
  branch.started = branch.finished = 0;
  branch.task.reset();
  if (failure.error && (failure.kind == Failure::Kind::kRuntime || failure.error->starts_with("States.ResultPath"))) {
    // The prefix is put there once, by the state that failed.
    if (!failure.cause || !failure.cause->starts_with("An error occurred while executing the state '")) {
      failure.cause = "An error occurred while executing the state '" + state.name + "' (entered at the event id #" +
                      std::to_string(branch.entered_event) + "). " + failure.cause.value_or("");
    }
  }
  if (retry(branch, state, failure)) {
    return;
  }
  if (failing_detail::is_fan_out(state) && had_run) {
    note(branch, std::string(type_name(state.type)) + "StateFailed");
  }
  // A Catcher's own ResultPath may fail: that is a failure of the state that nothing more is tried for.
  try {
    if (catch_failure(branch, state, failure)) {
      return;
    }
  } catch (Failure& second) {
    return fail_branch(branch, second);
  }
  fail_branch(branch, failure);
}

bool Interpreter::retry(Branch& branch, const State& state, const Failure& failure) {
  for (std::size_t i = 0; i < state.retriers.size(); ++i) {
    const Retrier& retrier = state.retriers[i];
    if (!failing_detail::matches_any(retrier.errors, failure)) {
      continue;
    }
    // ASL counts retries, not calls: MaxAttempts 3 allows four calls. (States Language, Retrier)
    if (branch.attempts.at(i) >= retrier.max_attempts) {
      return false;
    }
    const auto wait = failing_detail::delay(retrier, branch.attempts[i]++, execution_.seed);
    branch.phase = Branch::Phase::kWait;
    set_timer(branch, now_ + wait);
    return true;
  }
  return false;
}

bool Interpreter::catch_failure(Branch& branch, const State& state, const Failure& failure) {
  for (const Catcher& catcher : state.catchers) {
    if (!failing_detail::matches_any(catcher.errors, failure)) {
      continue;
    }
    Json output = {{"Error", failure.error.value_or("")}, {"Cause", failure.cause.value_or("")}};
    Json assigned = evaluate_assign(catcher.assign, scope(branch, output));
    leave(branch, state, apply_result_path(catcher.result_path, branch.input, std::move(output)), std::move(assigned),
          catcher.next);
    return true;
  }
  return false;
}

void Interpreter::fail_branch(Branch& branch, const Failure& failure) {
  if (branch.parent < 0) {
    const bool is_runtime = failure.kind == Failure::Kind::kRuntime;
    return finish({.status = Status::kFailed,
                   .error = is_runtime ? std::optional<std::string>("States.Runtime") : failure.error,
                   .cause = failure.cause},
                  branch.last_event);
  }
  Branch& parent = execution_.branches.at(branch.parent);
  if (branch.item) {
    // The next event goes back behind this one. (recorded)
    log(branch.last_event, "MapIterationFailed", "mapIterationFailedEventDetails",
        {{"name", parent.state}, {"index", branch.index}});
  }
  parent.last_event = branch.last_event;
  Failure outer = failure;
  execution_.branches.erase(branch.id);
  fail(parent, std::move(outer));
}

}  // namespace asl
