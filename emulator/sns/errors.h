#pragma once

#include <fmt/format.h>

#include "emulator/protocol/fault.h"
#include "emulator/protocol/fields.h"

// The faults of SNS by name: `code` is what the SDKs call the exception, `query_code` what is on the wire. (SNS API
// Reference, "Errors" of each action, and the service model)

namespace sns {

using protocol::Fault;
using protocol::named;

inline Fault invalid_parameter(std::string_view message) {
  return named("InvalidParameterException", "InvalidParameter", fmt::format("Invalid parameter: {}", message));
}
inline Fault topic_not_found() { return named("NotFoundException", "NotFound", "Topic does not exist", 404); }
inline Fault subscription_not_found() {
  return named("NotFoundException", "NotFound", "Subscription does not exist", 404);
}
inline Fault resource_not_found() {
  return named("ResourceNotFoundException", "ResourceNotFound", "Resource does not exist", 404);
}
// What AWS has and this emulator does not: said, not skipped.
inline Fault not_supported(std::string_view what) {
  return invalid_parameter(fmt::format("{} is not supported by this emulator", what));
}
inline Fault empty_batch_request() {
  return named("EmptyBatchRequestException", "EmptyBatchRequest", "The batch request doesn't contain any entries.");
}
inline Fault too_many_entries() {
  return named("TooManyEntriesInBatchRequestException", "TooManyEntriesInBatchRequest",
               "The batch request contains more entries than permissible.");
}
inline Fault ids_not_distinct() {
  return named("BatchEntryIdsNotDistinctException", "BatchEntryIdsNotDistinct",
               "Two or more batch entries in the request have the same Id.");
}
inline Fault invalid_batch_entry_id(std::string_view id) {
  return named("InvalidBatchEntryIdException", "InvalidBatchEntryId",
               fmt::format("The Id of a batch entry in a batch request doesn't abide by the specification: {}", id));
}
inline Fault batch_request_too_long() {
  return named("BatchRequestTooLongException", "BatchRequestTooLong",
               "The length of all the batch messages put together is more than the limit.");
}

inline Fault missing_field(std::string_view path) {
  return named("ValidationException", "ValidationError",
               fmt::format("1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must "
                           "not be null",
                           path));
}
inline Fault wrong_kind(std::string_view path, std::string_view wanted, const base::Json& found) {
  return named("ValidationException", "ValidationError",
               fmt::format("{}: {} can not be converted to {}", path, found.kind_name(), wanted));
}
inline constexpr protocol::FieldFaults kFieldFaults{.missing = missing_field, .wrong_kind = wrong_kind};

}  // namespace sns
