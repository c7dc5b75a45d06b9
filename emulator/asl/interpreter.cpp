#include "emulator/asl/interpreter.h"

#include "base/check.h"

namespace asl {
namespace interpreter_detail {

// So many turns in one step; then a timer for now goes on with the rest, so that a loop of states holds nobody up.
constexpr int kMaxTurns = 2'000;
constexpr std::int64_t kMaxHistory = 25'000;  // events of a standard execution (Step Functions quotas)

std::string event_type(const State& state, std::string_view what) {
  return std::string(type_name(state.type)) + "State" + std::string(what);
}

std::string_view aborted_event(State::Type type) {
  switch (type) {
    case State::Type::kTask:
      return "TaskStateAborted";
    case State::Type::kWait:
      return "WaitStateAborted";
    case State::Type::kParallel:
      return "ParallelStateAborted";
    case State::Type::kMap:
      return "MapStateAborted";
    default:
      return {};
  }
}

}  // namespace interpreter_detail

const Flow& Interpreter::flow_of(const Branch& branch) const {
  if (branch.parent < 0) {
    return machine_.flow;
  }
  const State& outer = state_of(execution_.branches.at(branch.parent));
  return outer.type == State::Type::kMap ? outer.processor : outer.branches.at(static_cast<std::size_t>(branch.index));
}

const State& Interpreter::state_of(const Branch& branch) const {
  const auto& states = flow_of(branch).states;
  const auto found = states.find(branch.state);
  CHECK(found != states.end());  // an execution goes on with the definition that it started with
  return *found->second;
}

std::int64_t Interpreter::log(std::int64_t previous, std::string_view type, std::string_view details_name,
                              Json details) {
  const bool is_last = execution_.status != Status::kRunning;
  if (machine_.type == MachineType::kStandard && execution_.next_event >= interpreter_detail::kMaxHistory && !is_last) {
    throw HistoryFull();
  }
  const std::int64_t id = execution_.next_event++;
  Json event = {{"timestamp", base::to_epoch_seconds(now_)}, {"type", type}, {"id", id}, {"previousEventId", previous}};
  if (!details_name.empty()) {
    event.set(details_name, std::move(details));
  }
  step_.history.push_back(std::move(event));
  return id;
}

std::int64_t Interpreter::note(Branch& branch, std::string_view type, std::string_view details_name, Json details) {
  branch.last_event = log(branch.last_event, type, details_name, std::move(details));
  return branch.last_event;
}

std::int64_t Interpreter::set_timer(Branch& branch, base::TimePoint at) {
  const auto id = next_command();
  branch.timers.emplace(id, at);
  command(SetTimer{.id = id, .at = at});
  return id;
}

void Interpreter::cancel_timers(Branch& branch) {
  for (const auto& [id, at] : branch.timers) {
    command(CancelTimer{.id = id});
  }
  branch.timers.clear();
  branch.timeout_timer = branch.heartbeat_timer = 0;
}

Branch& Interpreter::add_branch(const Branch* parent, int index, const Flow& flow, Json input) {
  const int id = execution_.next_branch++;
  Branch branch{.id = id,
                .parent = parent == nullptr ? -1 : parent->id,
                .index = index,
                .state = flow.start_at,
                .input = std::move(input),
                .last_event = parent == nullptr ? 0 : parent->last_event};
  Branch& added = execution_.branches.emplace(id, std::move(branch)).first->second;
  execution_.ready.push_back(id);
  return added;
}

void Interpreter::make_ready(Branch& branch, Branch::Phase phase) {
  branch.phase = phase;
  execution_.ready.push_back(branch.id);
}

void Interpreter::remove_children(int parent, std::optional<std::int64_t> previous) {
  std::vector<int> children;
  for (const auto& [id, branch] : execution_.branches) {
    if (branch.parent == parent) {
      children.push_back(id);
    }
  }
  for (const int id : children) {
    remove_children(id, previous);
    Branch& child = execution_.branches.at(id);
    const State& state = state_of(child);
    cancel_timers(child);
    if (child.task && child.phase == Branch::Phase::kWait) {
      command(CancelTask{.id = child.task->id});
    }
    const auto type = interpreter_detail::aborted_event(state.type);
    if (previous && !type.empty() && child.phase != Branch::Phase::kEnter) {
      log(*previous, type);
    }
    if (previous && child.item) {
      log(*previous, "MapIterationAborted", "mapIterationAbortedEventDetails",
          {{"name", execution_.branches.at(parent).state}, {"index", child.index}});
    }
    execution_.branches.erase(id);
  }
}

void Interpreter::run_ready() {
  for (int turns = 0; !execution_.ready.empty() && execution_.status == Status::kRunning; ++turns) {
    if (turns == interpreter_detail::kMaxTurns) {
      execution_.pause = {next_command(), now_};
      command(SetTimer{.id = execution_.pause->first, .at = now_});
      return;
    }
    const int id = execution_.ready.front();
    execution_.ready.pop_front();
    // Its parent may have failed meanwhile and taken it along.
    if (const auto found = execution_.branches.find(id); found != execution_.branches.end()) {
      take_turn(found->second);
    }
  }
}

void Interpreter::take_turn(Branch& branch) {
  const State& state = state_of(branch);
  attempt(branch, [&] {
    switch (branch.phase) {
      case Branch::Phase::kEnter:
        enter(branch, state);
        return run(branch, state);
      case Branch::Phase::kRun:
        return run(branch, state);
      case Branch::Phase::kStartTask:
        return start_task(*this, branch, state);
      case Branch::Phase::kWait:
        return;
    }
  });
}

void Interpreter::enter(Branch& branch, const State& state) {
  branch.phase = Branch::Phase::kRun;
  branch.entered_at = now_;
  branch.attempts.assign(state.retriers.size(), 0);
  branch.entered_event =
      note(branch, interpreter_detail::event_type(state, "Entered"), "stateEnteredEventDetails",
           {{"name", state.name}, {"input", branch.input.dump()}, {"inputDetails", {{"truncated", false}}}});
}

void Interpreter::run(Branch& branch, const State& state) {
  using Run = void (*)(Interpreter&, Branch&, const State&);
  constexpr Run kRuns[] = {run_pass,    run_task, run_choice,   run_wait,
                           run_succeed, run_fail, run_parallel, run_map};  // in the order of State::Type
  kRuns[static_cast<int>(state.type)](*this, branch, state);
}

void Interpreter::leave(Branch& branch, const State& state, Json output, Json assigned, const std::string& next) {
  std::string text = output.dump();
  if (text.size() > kMaxPayload) {
    throw too_large(state.name);
  }
  Json details = {{"name", state.name}, {"output", std::move(text)}, {"outputDetails", {{"truncated", false}}}};
  if (!assigned.empty()) {
    Json shown = Json::object();
    for (auto& [name, value] : assigned.mutable_members()) {
      shown.set(name, value.dump());
      branch.variables.set(name, std::move(value));
    }
    details.set("assignedVariables", std::move(shown));
    details.set("assignedVariablesDetails", {{"truncated", false}});
  }
  note(branch, interpreter_detail::event_type(state, "Exited"), "stateExitedEventDetails", std::move(details));
  branch.task.reset();
  branch.items = branch.results = Json();
  branch.started = branch.finished = 0;
  if (next.empty()) {
    return finish_branch(branch, std::move(output));
  }
  branch.state = next;
  branch.input = std::move(output);
  make_ready(branch, Branch::Phase::kEnter);
}

void Interpreter::finish_branch(Branch& branch, Json output) {
  if (branch.parent < 0) {
    return finish({.status = Status::kSucceeded, .output = std::move(output)}, branch.last_event);
  }
  Branch& parent = execution_.branches.at(branch.parent);
  const int index = branch.index;
  const auto last = branch.last_event;
  execution_.branches.erase(branch.id);
  attempt(parent, [&] { branch_finished(*this, parent, state_of(parent), index, std::move(output), last); });
}

void Interpreter::finish(Done done, std::int64_t previous) {
  execution_.status = done.status;
  Json details = Json::object();
  if (done.error) {
    details.set("error", *done.error);
  }
  if (done.cause) {
    details.set("cause", *done.cause);
  }
  switch (done.status) {
    case Status::kRunning:
      break;
    case Status::kSucceeded:
      log(previous, "ExecutionSucceeded", "executionSucceededEventDetails",
          {{"output", done.output.dump()}, {"outputDetails", {{"truncated", false}}}});
      break;
    case Status::kFailed:
      log(previous, "ExecutionFailed", "executionFailedEventDetails", std::move(details));
      break;
    case Status::kTimedOut:
      log(previous, "ExecutionTimedOut", "executionTimedOutEventDetails", std::move(details));
      break;
    case Status::kAborted:
      log(previous, "ExecutionAborted", "executionAbortedEventDetails", std::move(details));
      break;
  }
  remove_children(-1, std::nullopt);
  execution_.ready.clear();
  for (const auto& timer : {execution_.deadline, execution_.pause}) {
    if (timer) {
      command(CancelTimer{.id = timer->first});
    }
  }
  execution_.deadline.reset();
  execution_.pause.reset();
  command(std::move(done));
}

}  // namespace asl
