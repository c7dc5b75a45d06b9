#pragma once

#include <fmt/format.h>

#include "emulator/protocol/fault.h"
#include "emulator/protocol/fields.h"

// The faults of STS by name. (STS API Reference, "Common errors")

namespace sts {

using protocol::Fault;

inline Fault validation_error(std::string_view message) { return Fault("ValidationError", 400, std::string(message)); }
inline Fault missing_field(std::string_view path) {
  return Fault("MissingParameter", 400, fmt::format("The request must contain the parameter {}.", path));
}
inline Fault wrong_kind(std::string_view path, std::string_view wanted, const base::Json& found) {
  return validation_error(fmt::format("{}: {} can not be converted to {}", path, found.kind_name(), wanted));
}
inline constexpr protocol::FieldFaults kFieldFaults{.missing = missing_field, .wrong_kind = wrong_kind};

}  // namespace sts
