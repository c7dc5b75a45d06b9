#pragma once

#include <fmt/format.h>

#include "emulator/protocol/fault.h"

// The faults of the Lambda API by name. (Lambda API Reference, "Common errors" and each action's own)

namespace lambda_service {

using protocol::Fault;

inline Fault resource_not_found(std::string_view arn) {
  Fault fault("ResourceNotFoundException", 404, fmt::format("Function not found: {}", arn));
  return fault;
}
inline Fault resource_conflict(std::string_view name) {
  return Fault("ResourceConflictException", 409, fmt::format("Function already exist: {}", name));
}
inline Fault no_such_mapping() {
  return Fault("ResourceNotFoundException", 404, "The resource you requested does not exist.");
}
inline Fault mapping_exists(std::string_view source, std::string_view function, std::string_view uuid) {
  return Fault("ResourceConflictException", 409,
               fmt::format("The event source arn (\" {} \") and function (\" {} \") provided mapping already exists. "
                           "Please update or delete the existing mapping with UUID {}",
                           source, function, uuid));
}
inline Fault too_many_requests(std::string_view reason) {
  Fault fault("TooManyRequestsException", 429, "Rate Exceeded.");
  fault.members = base::Json{{"Reason", reason}};
  return fault;
}
inline Fault invalid_parameter(std::string_view message) {
  return Fault("InvalidParameterValueException", 400, std::string(message));
}
inline Fault invalid_request_content(std::string_view message) {
  return Fault("InvalidRequestContentException", 400, std::string(message));
}
inline Fault wrong_revision() {
  return Fault("PreconditionFailedException", 412,
               "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to "
               "retrieve the latest Revision Id");
}
inline Fault request_too_large(std::size_t limit) {
  return Fault("RequestTooLargeException", 413,
               fmt::format("Request must be smaller than {} bytes for the Invoke operation", limit));
}
// The process could not be started at all.
inline Fault runtime_not_started(std::string_view what) {
  return Fault("InvalidRuntimeException", 502, std::string(what));
}

}  // namespace lambda_service
