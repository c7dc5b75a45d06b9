#pragma once

#include <fmt/format.h>

#include "emulator/protocol/fault.h"
#include "emulator/protocol/fields.h"

// The faults of EventBridge by name. (EventBridge API Reference, "Errors" of each action)

namespace events {

using protocol::Fault;

inline Fault validation(std::string_view message) { return Fault("ValidationException", 400, std::string(message)); }
inline Fault invalid_argument(std::string_view parameter, std::string_view reason = {}) {
  return validation(reason.empty() ? fmt::format("Parameter {} is not valid.", parameter)
                                   : fmt::format("Parameter {} is not valid. Reason: {}", parameter, reason));
}
inline Fault invalid_pattern(std::string_view reason) {
  return Fault("InvalidEventPatternException", 400, fmt::format("Event pattern is not valid. Reason: {}", reason));
}
inline Fault not_found(std::string_view message) {
  return Fault("ResourceNotFoundException", 400, std::string(message));
}
inline Fault bus_not_found(std::string_view name) {
  return not_found(fmt::format("Event bus {} does not exist.", name));
}
inline Fault rule_not_found(std::string_view name, std::string_view bus) {
  return not_found(fmt::format("Rule {} does not exist on EventBus {}.", name, bus));
}
inline Fault archive_not_found(std::string_view name) {
  return not_found(fmt::format("Archive {} does not exist.", name));
}
inline Fault replay_not_found(std::string_view name) {
  return not_found(fmt::format("Replay {} does not exist.", name));
}
inline Fault already_exists(std::string_view what) {
  return Fault("ResourceAlreadyExistsException", 400, fmt::format("{} already exists.", what));
}
inline Fault limit_exceeded() {
  return Fault("LimitExceededException", 400, "The requested resource exceeds the maximum number allowed.");
}
inline Fault illegal_status(std::string_view message) {
  return Fault("IllegalStatusException", 400, std::string(message));
}
// What AWS has and this emulator does not: said, not skipped.
inline Fault not_supported(std::string_view what) {
  return validation(fmt::format("{} is not supported by this emulator.", what));
}

// "1 validation error detected: …": what AWS's front door says of a member that breaks its model.
inline Fault constraint(std::string_view problem) {
  return validation(fmt::format("1 validation error detected: {}", problem));
}
inline Fault missing_field(std::string_view path) {
  return constraint(fmt::format("Value null at '{}' failed to satisfy constraint: Member must not be null", path));
}
inline Fault wrong_kind(std::string_view path, std::string_view wanted, const base::Json& found) {
  return Fault("SerializationException", 400,
               fmt::format("{}: {} can not be converted to {}", path, found.kind_name(), wanted));
}
inline constexpr protocol::FieldFaults kFieldFaults{.missing = missing_field, .wrong_kind = wrong_kind};

}  // namespace events
