#include "emulator/dynamodb/errors.h"

#include <fmt/format.h>

#include "base/text.h"

namespace dynamodb {
namespace errors_detail {

Fault fault(std::string_view code, std::string message) { return Fault(std::string(code), 400, std::move(message)); }

// Faults of the front that all of AWS's older services share; they have a namespace of their own.
Fault coral(std::string_view code, std::string message) {
  Fault result = fault(code, std::move(message));
  result.name_space = "com.amazon.coral.service#";
  return result;
}

}  // namespace errors_detail

using errors_detail::fault;

Fault validation(std::string message) {
  Fault result = fault("ValidationException", std::move(message));
  result.name_space = "com.amazon.coral.validate#";
  return result;
}

Fault invalid_parameter(std::string_view what) {
  return validation(fmt::format("One or more parameter values were invalid: {}", what));
}

Fault serialization(std::string message) {
  Fault result = errors_detail::coral("SerializationException", {});
  result.members = {{"Message", std::move(message)}};  // this one fault spells it with a capital
  return result;
}

Fault not_json() { return errors_detail::coral("SerializationException", {}); }

Fault unknown_operation(std::string_view) { return errors_detail::coral("UnknownOperationException", {}); }

Fault not_supported(std::string_view what) {
  return validation(fmt::format("This emulator does not support {}", what));
}

Fault not_a_number(std::string_view text) {
  std::string message = "The parameter cannot be converted to a numeric value";
  if (!text.empty()) message += fmt::format(": {}", text);
  return validation(std::move(message));
}

Fault number_overflow() {
  return validation("Number overflow. Attempting to store a number with magnitude larger than supported range");
}

Fault number_underflow() {
  return validation("Number underflow. Attempting to store a number with magnitude smaller than supported range");
}

Fault too_many_digits() { return validation("Attempting to store more than 38 significant digits in a Number"); }

Fault resource_not_found() { return fault("ResourceNotFoundException", "Requested resource not found"); }

Fault table_not_found(std::string_view table) {
  return fault("ResourceNotFoundException", fmt::format("Requested resource not found: Table: {} not found", table));
}

Fault resource_in_use(std::string message) { return fault("ResourceInUseException", std::move(message)); }

Fault limit_exceeded(std::string message) { return fault("LimitExceededException", std::move(message)); }

Fault arn_not_found(std::string_view arn) {
  return fault("ResourceNotFoundException", fmt::format("Requested resource not found: ResourcArn: {} not found", arn));
}

Fault conditional_check_failed() { return fault("ConditionalCheckFailedException", "The conditional request failed"); }

Fault key_mismatch() { return validation("The provided key element does not match the schema"); }

Fault item_too_large() { return validation("Item size has exceeded the maximum allowed size"); }

Fault invalid_start_key(std::string_view why) {
  std::string message = "The provided starting key is invalid";
  if (!why.empty()) message += fmt::format(": {}", why);
  return validation(std::move(message));
}

Fault transaction_canceled(const std::vector<CancellationReason>& reasons) {
  std::vector<std::string> codes;
  base::Json list = base::Json::array();
  for (const CancellationReason& reason : reasons) {
    codes.push_back(reason.code);
    base::Json entry = {{"Code", reason.code}};
    if (!reason.message.empty()) entry.set("Message", reason.message);
    if (!reason.item.is_null()) entry.set("Item", reason.item);
    list.push_back(std::move(entry));
  }
  Fault result = fault("TransactionCanceledException",
                       fmt::format("Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
                                   base::join(codes, ", ")));
  result.members = {{"Message", result.message}, {"CancellationReasons", std::move(list)}};
  return result;
}

Fault idempotent_parameter_mismatch() {
  return fault("IdempotentParameterMismatchException",
               "The request uses the same client token as a previous, but non-identical request.");
}

}  // namespace dynamodb
