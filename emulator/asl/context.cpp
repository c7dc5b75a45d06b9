#include "emulator/asl/interpreter.h"
#include "emulator/asl/random.h"

// What expressions see: the context object (`$$`), and the variables of the branch and of those around it.

namespace asl {

Json Interpreter::context_of(const Branch& branch) const {
  const Identity& who = execution_.identity;
  std::int64_t retries = 0;
  for (const auto count : branch.attempts) {
    retries += count;
  }
  Json execution = {{"Id", who.execution_arn},
                    {"Input", execution_.input},
                    {"StartTime", base::format_iso8601(execution_.started_at)},
                    {"Name", who.execution_name},
                    {"RoleArn", who.role_arn}};
  if (machine_.type == MachineType::kStandard) {
    execution.set("RedriveCount", 0);
  }
  Json state = {{"Name", branch.state}, {"EnteredTime", base::format_iso8601(branch.entered_at)}};
  // Only states that can be retried count. (recorded)
  const auto type = state_of(branch).type;
  if (type == State::Type::kTask || type == State::Type::kParallel || type == State::Type::kMap) {
    state.set("RetryCount", retries);
  }
  Json context = {{"Execution", std::move(execution)},
                  {"StateMachine", {{"Id", who.machine_arn}, {"Name", who.machine_name}}},
                  {"State", std::move(state)}};
  for (const Branch* at = &branch;; at = &execution_.branches.at(at->parent)) {
    if (at->item) {
      context.set("Map", {{"Item", {{"Index", at->index}, {"Value", *at->item}}}});
      break;
    }
    if (at->parent < 0) {
      break;
    }
  }
  if (branch.task && !branch.task->token.empty()) {
    context.set("Task", {{"Token", branch.task->token}});
  }
  return context;
}

Scope Interpreter::scope(Branch& branch, const Json& data) {
  return {.data = data,
          .context = [this, &branch]() -> const Json& { return context_ = context_of(branch); },
          .find_variable = [this, &branch](std::string_view name) -> const Json* {
            for (const Branch* at = &branch;; at = &execution_.branches.at(at->parent)) {
              if (const Json* value = at->variables.find(name)) {
                return value;
              }
              if (at->parent < 0) {
                return nullptr;
              }
            }
          },
          .random = [this] { return next_random(execution_.seed); }};
}

}  // namespace asl
