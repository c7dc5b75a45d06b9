#include "emulator/lambda/errors.h"
#include "emulator/lambda/functions.h"

// Events that are taken in first and handled later.

namespace lambda_service {

void Functions::invoke_async(const Function& function, std::string payload, std::string source) {
  store::Transaction transaction(store_);
  deliveries_.send(transaction, {.target = function.arn,
                                 .source = std::move(source),
                                 .payload = std::move(payload),
                                 .dead_letter = function.dead_letter});
  transaction.commit();
}

delivery::Outcome Functions::deliver(const delivery::Message& message) {
  const auto function = find_by_arn(message.target);
  if (!function) return delivery::refused("no such function: " + message.target);
  try {
    const InvocationResult result = invoke(function, message.payload, message.id);
    if (result.function_error.empty()) return delivery::taken();
    const std::string reason = result.payload.substr(0, 1024);
    return message.attempts < function->maximum_retry_attempts ? delivery::retry(reason) : delivery::refused(reason);
  } catch (const Fault& fault) {
    if (fault.status == 429) return delivery::later(fault.message);
    return delivery::retry(fault.message);
  }
}

delivery::Target Functions::delivery_target() {
  return {.arn_prefix = "arn:aws:lambda:",
          // Two retries, after 1 and 2 minutes. (Lambda Developer Guide, "Asynchronous invocation: error handling")
          .policy = delivery::RetryPolicy{.delays = {std::chrono::minutes(1), std::chrono::minutes(2)}},
          .deliver = [this](const delivery::Message& message) { return deliver(message); },
          .bury =
              [](const delivery::Message& message, const std::string& reason) {
                delivery::Message buried = message;
                buried.attributes =
                    base::Json{{"messageAttributes",
                                base::Json{{"RequestID", message.id}, {"ErrorCode", "200"}, {"ErrorMessage", reason}}}};
                return buried;
              }};
}

}  // namespace lambda_service
