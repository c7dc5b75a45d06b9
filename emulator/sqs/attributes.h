#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/sqs/description.h"

// A queue's settings as CreateQueue, SetQueueAttributes and GetQueueAttributes name them. (SQS API Reference)

namespace sqs {

using Attributes = std::vector<std::pair<std::string, std::string>>;

// Applies them one by one. Throws the fault of an unknown name, of one that only a FIFO queue has, of a value out of
// its range, and of two that contradict each other. A queue keeps its kind: FifoQueue is decided when it is made.
void set_attributes(QueueDescription& description, const Attributes& attributes);
// Its text as GetQueueAttributes shows it; nothing where it was never set.
std::optional<std::string> find_attribute(const QueueDescription& description, std::string_view name);

// Whether `source` may name a queue with this RedriveAllowPolicy as its dead-letter queue.
bool allows_redrive(const QueueDescription& dead_letter_queue, std::string_view source_arn);

// The attributes that describe a queue, in the order in which they are shown.
inline constexpr std::string_view kSettableAttributes[] = {"VisibilityTimeout",
                                                           "MaximumMessageSize",
                                                           "MessageRetentionPeriod",
                                                           "DelaySeconds",
                                                           "ReceiveMessageWaitTimeSeconds",
                                                           "RedrivePolicy",
                                                           "RedriveAllowPolicy",
                                                           "SqsManagedSseEnabled",
                                                           "KmsMasterKeyId",
                                                           "KmsDataKeyReusePeriodSeconds",
                                                           "Policy",
                                                           "FifoQueue",
                                                           "ContentBasedDeduplication",
                                                           "DeduplicationScope",
                                                           "FifoThroughputLimit"};

}  // namespace sqs
