#pragma once

#include <fmt/format.h>

#include "emulator/protocol/fault.h"
#include "emulator/protocol/fields.h"

// The faults of SQS by name. The JSON protocol has new names for most of them; `query_code` is the old one, which the
// SDKs still show. (SQS API Reference, "Errors" of each action; "awsQueryCompatible" of its service model)

namespace sqs {

using protocol::Fault;
using protocol::named;

// Those that are not of the service's own model but of the framework beneath it.
inline Fault common(std::string_view code, std::string_view query_code, std::string_view message) {
  Fault fault = named(code, query_code, message);
  fault.name_space = "com.amazon.coral.service#";
  return fault;
}

inline Fault queue_does_not_exist() {
  return named("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
}
inline Fault queue_name_exists(std::string_view attribute) {
  return named(
      "QueueNameExists", "QueueAlreadyExists",
      fmt::format("A queue already exists with the same name and a different value for attribute {}", attribute));
}
inline Fault invalid_address(std::string_view address) {
  return named("InvalidAddress", "InvalidAddress",
               fmt::format("The address {} is not valid for this endpoint.", address), 404);
}
inline Fault invalid_attribute_name(std::string_view name) {
  return named("InvalidAttributeName", "InvalidAttributeName", fmt::format("Unknown Attribute {}.", name));
}
inline Fault invalid_attribute_name_because(std::string_view reason) {
  return named("InvalidAttributeName", "InvalidAttributeName", reason);
}
inline Fault invalid_attribute_value(std::string_view name, std::string_view reason = {}) {
  return named("InvalidAttributeValue", "InvalidAttributeValue",
               reason.empty() ? fmt::format("Invalid value for the parameter {}.", name)
                              : fmt::format("Invalid value for the parameter {}. Reason: {}", name, reason));
}
inline Fault invalid_message_contents() {
  return named("InvalidMessageContents", "InvalidMessageContents",
               "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to "
               "#xFFFD | #x10000 to #x10FFFF");
}
inline Fault receipt_handle_is_invalid(std::string_view handle) {
  return named("ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid",
               fmt::format("The input receipt handle \"{}\" is not a valid receipt handle.", handle));
}
inline Fault over_limit() {
  return named("OverLimit", "OverLimit", "The maximum number of in flight messages is reached.", 403);
}
inline Fault purge_queue_in_progress(std::string_view queue) {
  return named("PurgeQueueInProgress", "AWS.SimpleQueueService.PurgeQueueInProgress",
               fmt::format("Only one PurgeQueue operation on {} is allowed every 60 seconds.", queue), 403);
}
inline Fault unsupported_operation(std::string_view message) {
  return named("UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation", message);
}
inline Fault empty_batch_request() {
  return named("EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest",
               "There should be at least one entry in the request.");
}
inline Fault too_many_entries(std::size_t count) {
  return named("TooManyEntriesInBatchRequest", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
               fmt::format("Maximum number of entries per request are 10. You have sent {}.", count));
}
inline Fault ids_not_distinct(std::string_view id) {
  return named("BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
               fmt::format("Id {} repeated.", id));
}
inline Fault invalid_batch_entry_id() {
  return named(
      "InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 "
      "letters long.");
}
inline Fault batch_request_too_long(std::size_t bytes) {
  return named("BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong",
               fmt::format("Batch requests cannot be longer than 1048576 bytes. You have sent {} bytes.", bytes));
}

inline Fault invalid_parameter_value(std::string_view message) {
  return common("InvalidParameterValueException", "InvalidParameterValue", message);
}
inline Fault out_of_range(std::int64_t value, std::string_view name, std::int64_t least, std::int64_t most) {
  return invalid_parameter_value(fmt::format(
      "Value {} for parameter {} is invalid. Reason: Must be >= {} and <= {}, if provided.", value, name, least, most));
}
// ReceiveMessage has a sentence of its own for MaxNumberOfMessages.
inline Fault not_between(std::int64_t value, std::string_view name, std::int64_t least, std::int64_t most) {
  return invalid_parameter_value(
      fmt::format("Value {} for parameter {} is invalid. Reason: Must be between {} and {}, if provided.", value, name,
                  least, most));
}
// Of a message's group or deduplication id, and of what its kind of queue does not have.
inline Fault invalid_fifo_id(std::string_view value, std::string_view name) {
  return invalid_parameter_value(
      fmt::format("Value {} for parameter {} is invalid. Reason: {} can only include alphanumeric and punctuation "
                  "characters. 1 to 128 in length.",
                  value, name, name));
}
inline Fault invalid_for_queue_type(std::string_view value, std::string_view name) {
  return invalid_parameter_value(
      fmt::format("Value {} for parameter {} is invalid. Reason: The request include parameter that is not valid for "
                  "this queue type.",
                  value, name));
}
inline Fault no_deduplication_id() {
  return invalid_parameter_value(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
}
inline Fault expired_receipt(std::string_view handle) {
  return invalid_parameter_value(
      fmt::format("Value {} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.", handle));
}
inline Fault resource_not_found(std::string_view message) {
  return named("ResourceNotFoundException", "ResourceNotFoundException", message, 404);
}
inline Fault missing_field(std::string_view path) {
  return common("MissingRequiredParameterException", "MissingParameter",
                fmt::format("The request must contain the parameter {}.", path));
}
inline Fault wrong_kind(std::string_view path, std::string_view wanted, const base::Json& found) {
  return common("SerializationException", "InvalidParameterValue",
                fmt::format("{}: {} can not be converted to {}", path, found.kind_name(), wanted));
}
inline constexpr protocol::FieldFaults kFieldFaults{.missing = missing_field, .wrong_kind = wrong_kind};

}  // namespace sqs
