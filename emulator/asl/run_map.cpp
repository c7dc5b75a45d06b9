#include <algorithm>

#include "emulator/asl/interpreter.h"

namespace asl {
namespace run_map_detail {

// An inline Map runs up to 40 iterations at a time, whatever MaxConcurrency says. (Developer Guide, "Map state")
constexpr std::int64_t kMaxConcurrency = 40;

std::size_t concurrency_of(const State& state, const Scope& scope) {
  const auto wanted = integer_of(state.max_concurrency, scope, "MaxConcurrencyPath").value_or(0);
  if (wanted < 0) {
    throw runtime_failure("MaxConcurrency cannot be negative.");
  }
  return static_cast<std::size_t>(wanted == 0 ? kMaxConcurrency : std::min(wanted, kMaxConcurrency));
}

void start_iteration(Interpreter& interpreter, Branch& branch, const State& state) {
  const auto index = branch.started++;
  const Json item = branch.items.at(index);
  const auto event = interpreter.log(branch.last_event, "MapIterationStarted", "mapIterationStartedEventDetails",
                                     {{"name", state.name}, {"index", index}});
  Branch& child = interpreter.add_branch(&branch, static_cast<int>(index), state.processor, item);
  child.last_event = event;
  child.item = item;
  if (state.item_selector) {
    const Json input = interpreter.effective_input(branch, state);
    // The selector belongs to the Map, but its context has the item: seen as the child, named as the Map.
    Branch view = branch;
    view.index = child.index;
    view.item = item;
    child.input = evaluate_template(*state.item_selector, interpreter.scope(view, input));
  }
}

void finish(Interpreter& interpreter, Branch& branch, const State& state) {
  interpreter.log(branch.last_event, std::string(type_name(state.type)) + "StateSucceeded");
  Json results = std::move(branch.results);
  branch.results = Json();
  interpreter.complete(branch, state, std::move(results));
}

}  // namespace run_map_detail

void run_map(Interpreter& interpreter, Branch& branch, const State& state) {
  const Json input = interpreter.effective_input(branch, state);
  const Scope scope = interpreter.scope(branch, input);
  Json items = apply_path({.path = state.items_path}, scope);
  if (!items.is_array()) {
    throw runtime_failure("Reference path \"" + (state.items_path ? state.items_path->text() : "$") +
                          "\" must point to array.");
  }
  const std::size_t concurrency = run_map_detail::concurrency_of(state, scope);
  const std::size_t count = items.size();
  interpreter.note(branch, "MapStateStarted", "mapStateStartedEventDetails", {{"length", count}});
  branch.phase = Branch::Phase::kWait;
  branch.started = branch.finished = 0;
  branch.results = Json(Json::Array(count));
  branch.items = std::move(items);
  if (count == 0) {
    return run_map_detail::finish(interpreter, branch, state);
  }
  while (branch.started < std::min(concurrency, count)) {
    run_map_detail::start_iteration(interpreter, branch, state);
  }
}

void branch_finished(Interpreter& interpreter, Branch& parent, const State& state, int index, Json output,
                     std::int64_t child_last) {
  parent.results.mutable_elements()[static_cast<std::size_t>(index)] = std::move(output);
  ++parent.finished;
  parent.last_event = child_last;
  const bool is_map = state.type == State::Type::kMap;
  std::int64_t succeeded = 0;
  if (is_map) {
    succeeded = interpreter.log(child_last, "MapIterationSucceeded", "mapIterationSucceededEventDetails",
                                {{"name", state.name}, {"index", index}});
  }
  if (is_map && parent.started < parent.items.size()) {
    return run_map_detail::start_iteration(interpreter, parent, state);
  }
  if (parent.finished == parent.results.size()) {
    parent.last_event = is_map ? succeeded : child_last;
    run_map_detail::finish(interpreter, parent, state);
  }
}

}  // namespace asl
