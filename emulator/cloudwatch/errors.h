#pragma once

#include <fmt/format.h>

#include "emulator/protocol/fault.h"
#include "emulator/protocol/fields.h"

// The faults of CloudWatch by name: `code` is what the SDKs call the exception, `query_code` what is on the wire.
// (CloudWatch API Reference, "Errors" of each action, and the service model)

namespace cloudwatch {

using protocol::Fault;
using protocol::named;

inline Fault invalid(std::string_view message) {
  return named("InvalidParameterValueException", "InvalidParameterValue", message);
}
inline Fault invalid_combination(std::string_view message) {
  return named("InvalidParameterCombinationException", "InvalidParameterCombination", message);
}
inline Fault not_found(std::string_view message) { return named("ResourceNotFound", "ResourceNotFound", message, 404); }
inline Fault invalid_format(std::string_view message) { return named("InvalidFormatFault", "InvalidFormat", message); }
inline Fault invalid_token() { return named("InvalidNextToken", "InvalidNextToken", "The next token is not valid"); }
// What AWS has and this emulator does not: said, not skipped.
inline Fault not_supported(std::string_view what) {
  return invalid(fmt::format("{} is not supported by this emulator", what));
}

inline Fault missing_field(std::string_view path) {
  return named("MissingRequiredParameterException", "MissingParameter",
               fmt::format("The parameter {} is required.", path));
}
inline Fault wrong_kind(std::string_view path, std::string_view wanted, const base::Json& found) {
  return named("InvalidParameterValueException", "InvalidParameterValue",
               fmt::format("{}: {} is no {}", path, found.kind_name(), wanted));
}
inline constexpr protocol::FieldFaults kFieldFaults{.missing = missing_field, .wrong_kind = wrong_kind};

}  // namespace cloudwatch
