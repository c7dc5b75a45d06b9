#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/asl/state.h"

// Machine: a state machine's definition, read and checked. It does not change: executions share it.
//
// Source  Amazon States Language (states-language.net); messages as AWS's CreateStateMachine writes them.

namespace asl {

enum class MachineType { kStandard, kExpress };

struct Machine {
  MachineType type = MachineType::kStandard;
  Flow flow = {};
  std::optional<std::int64_t> timeout_seconds = {};
};

// What is wrong with a definition. `location` is "/States/Wait/Timestamp", empty where it is the text as a whole.
struct Problem {
  std::string code = {};
  std::string message = {};
  std::string location = {};
};

// "SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/A/Branches", several joined by ", ": what stands between
// the quotes of "Invalid State Machine Definition: '...'".
std::string describe(const std::vector<Problem>& problems);

struct InvalidDefinition : std::runtime_error {
  explicit InvalidDefinition(std::vector<Problem> all)
      : std::runtime_error("Invalid State Machine Definition: '" + describe(all) + "'"), problems(std::move(all)) {}
  std::vector<Problem> problems = {};
};

// Throws InvalidDefinition: every problem at once.
Machine parse_machine(std::string_view text, MachineType type = MachineType::kStandard);

// The same check; empty where parse_machine would not throw.
std::vector<Problem> validate(std::string_view text, MachineType type = MachineType::kStandard);

}  // namespace asl
