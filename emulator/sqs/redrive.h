#pragma once

#include "emulator/sqs/attributes.h"
#include "emulator/sqs/errors.h"
#include "emulator/sqs/queues.h"

namespace sqs {

// Throws where the redrive policy names a dead-letter queue that is not there, is of the other kind, or does not let
// this queue use it.
inline void check_dead_letter_queue(const Queues& queues, const QueueDescription& description) {
  if (description.dead_letter_arn.empty()) return;
  const QueueDescription* grave = queues.find(description.dead_letter_arn);
  const std::string_view reason = !grave ? "Dead letter target does not exist."
                                  : grave->fifo != description.fifo
                                      ? "Dead-letter queue must be same type of queue as the source."
                                  : allows_redrive(*grave, description.arn())
                                      ? ""
                                      : "Dead letter target's RedriveAllowPolicy does not allow this queue.";
  if (reason.empty()) return;
  throw invalid_parameter_value(fmt::format("Value {} for parameter RedrivePolicy is invalid. Reason: {}",
                                            find_attribute(description, "RedrivePolicy").value_or(""), reason));
}

}  // namespace sqs
