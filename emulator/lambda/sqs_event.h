#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "emulator/sqs/queues.h"

// The event that a function gets for a batch of messages, and what its answer says of them. (Lambda Developer Guide,
// "Example Amazon SQS message event", "Implementing partial batch responses")

namespace lambda_service {

// One element of Records.
base::Json sqs_record(const sqs::Delivery& delivery, std::string_view queue_arn);
// {"Records": […]}
std::string sqs_event(const std::vector<std::string>& records);

// The message ids that an answer {"batchItemFailures": [{"itemIdentifier": id}]} names. Empty: all succeeded, which is
// also what null, {} and an absent or null list mean. Nothing where the answer makes no sense (no JSON, an empty id, an
// id that is not of the batch): then all have failed.
std::optional<std::vector<std::string>> parse_batch_item_failures(std::string_view answer,
                                                                  const std::vector<sqs::Delivery>& batch);

}  // namespace lambda_service
