#include <algorithm>

#include "emulator/asl/interpreter.h"

namespace asl {
namespace run_choice_detail {

bool is_presence_test(const Condition& condition) { return condition.comparison->name == "IsPresent"; }

Json get(const Path& path, const Scope& scope) {
  auto value = path.find(scope);
  if (!value) {
    throw runtime_failure("Invalid path '" + path.text() +
                          "': The choice state's condition path references an invalid value.");
  }
  return std::move(*value);
}

bool holds(const Condition& condition, const Scope& scope) {
  const auto child_holds = [&](const Condition& child) { return holds(child, scope); };
  switch (condition.kind) {
    case Condition::Kind::kAnd:
      return std::ranges::all_of(condition.children, child_holds);
    case Condition::Kind::kOr:
      return std::ranges::any_of(condition.children, child_holds);
    case Condition::Kind::kNot:
      return !child_holds(condition.children[0]);
    case Condition::Kind::kCompare:
      break;
  }
  if (is_presence_test(condition)) {
    return condition.variable->find(scope).has_value() == condition.value.as_bool();
  }
  const Json variable = get(*condition.variable, scope);
  return compare(*condition.comparison, variable,
                 condition.value_path ? get(*condition.value_path, scope) : condition.value);
}

}  // namespace run_choice_detail

void run_choice(Interpreter& interpreter, Branch& branch, const State& state) {
  const Json input = interpreter.effective_input(branch, state);
  const Scope scope = interpreter.scope(branch, input);
  const auto chosen = std::ranges::find_if(
      state.choices, [&](const ChoiceRule& rule) { return run_choice_detail::holds(rule.condition, scope); });
  const bool matched = chosen != state.choices.end();
  if (!matched && state.default_next.empty()) {
    throw Failure(Failure::Kind::kError, "States.NoChoiceMatched",
                  "An error occurred while executing the state '" + state.name + "' (entered at the event id #" +
                      std::to_string(branch.entered_event) +
                      "). Failed to transition out of the state. The state does not point to a next state.");
  }
  // The rule's own Assign applies when it is chosen, the state's when Default is. (States Language, Choice State)
  Json assigned = evaluate_assign(matched ? chosen->assign : state.assign, scope);
  interpreter.leave(branch, state, apply_path(state.output_path, scope), std::move(assigned),
                    matched ? chosen->next : state.default_next);
}

}  // namespace asl
