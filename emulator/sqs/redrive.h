#pragma once

#include "emulator/sqs/errors.h"
#include "emulator/sqs/queues.h"

namespace sqs {

// Throws where the redrive policy names a dead-letter queue that does not exist.
inline void check_dead_letter_queue(const Queues& queues, const QueueDescription& description) {
  if (description.dead_letter_arn.empty() || queues.find(description.dead_letter_arn)) return;
  throw invalid_parameter_value(
      fmt::format("Value {} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.",
                  find_attribute(description, "RedrivePolicy").value_or("")));
}

}  // namespace sqs
