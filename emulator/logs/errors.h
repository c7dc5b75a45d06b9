#pragma once

#include <fmt/format.h>

#include "emulator/protocol/fault.h"
#include "emulator/protocol/fields.h"

// The faults of CloudWatch Logs by name. (CloudWatch Logs API Reference)

namespace logs {

using protocol::Fault;

inline Fault group_not_found() {
  return Fault("ResourceNotFoundException", 400, "The specified log group does not exist.");
}
inline Fault stream_not_found() {
  return Fault("ResourceNotFoundException", 400, "The specified log stream does not exist.");
}
inline Fault group_exists() {
  return Fault("ResourceAlreadyExistsException", 400, "The specified log group already exists");
}
inline Fault stream_exists() {
  return Fault("ResourceAlreadyExistsException", 400, "The specified log stream already exists");
}
inline Fault invalid_parameter(std::string_view message) {
  return Fault("InvalidParameterException", 400, std::string(message));
}

inline Fault missing_field(std::string_view path) {
  return invalid_parameter(
      fmt::format("1 validation error detected: Value null at '{}' failed to satisfy constraint: Member "
                  "must not be null",
                  path));
}
inline Fault wrong_kind(std::string_view path, std::string_view wanted, const base::Json& found) {
  return Fault("SerializationException", 400,
               fmt::format("{}: {} can not be converted to {}", path, found.kind_name(), wanted));
}
inline constexpr protocol::FieldFaults kFieldFaults{.missing = missing_field, .wrong_kind = wrong_kind};

}  // namespace logs
