#pragma once

#include <fmt/format.h>

#include "emulator/protocol/fault.h"
#include "emulator/protocol/fields.h"

// The faults of Step Functions by name. (Step Functions API Reference)

namespace states {

using protocol::Fault;

inline Fault state_machine_does_not_exist(std::string_view arn) {
  return Fault("StateMachineDoesNotExist", 400, fmt::format("State Machine Does Not Exist: '{}'", arn));
}
inline Fault execution_does_not_exist(std::string_view arn) {
  return Fault("ExecutionDoesNotExist", 400, fmt::format("Execution Does Not Exist: '{}'", arn));
}
inline Fault execution_already_exists(std::string_view arn) {
  return Fault("ExecutionAlreadyExists", 400, fmt::format("Execution Already Exists: '{}'", arn));
}
inline Fault state_machine_already_exists(std::string_view arn) {
  return Fault("StateMachineAlreadyExists", 400, fmt::format("State Machine Already Exists: '{}'", arn));
}
inline Fault invalid_arn(std::string_view arn) {
  return Fault("InvalidArn", 400, fmt::format("Invalid Arn: 'Invalid ARN prefix: {}'", arn));
}
inline Fault invalid_name(std::string_view name) {
  return Fault("InvalidName", 400, fmt::format("Invalid Name: '{}'", name));
}
inline Fault invalid_definition(std::string_view what) { return Fault("InvalidDefinition", 400, std::string(what)); }
inline Fault invalid_execution_input(std::string_view why) {
  return Fault("InvalidExecutionInput", 400, fmt::format("Invalid State Machine Execution Input: '{}'", why));
}
inline Fault invalid_token() { return Fault("InvalidToken", 400, "Invalid Token: 'Invalid token'"); }
inline Fault task_timed_out() {
  return Fault("TaskTimedOut", 400, "Task Timed Out: 'Provided task does not exist anymore'");
}
inline Fault invalid_output(std::string_view why) {
  return Fault("InvalidOutput", 400, fmt::format("Invalid Output: '{}'", why));
}
inline Fault validation(std::string_view message) { return Fault("ValidationException", 400, std::string(message)); }

inline Fault missing_field(std::string_view path) {
  return validation(fmt::format(
      "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null", path));
}
inline Fault wrong_kind(std::string_view path, std::string_view wanted, const base::Json& found) {
  return Fault("SerializationException", 400,
               fmt::format("{}: {} can not be converted to {}", path, found.kind_name(), wanted));
}
inline constexpr protocol::FieldFaults kFieldFaults{.missing = missing_field, .wrong_kind = wrong_kind};

}  // namespace states
