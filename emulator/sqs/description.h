#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

namespace sqs {

using std::chrono::seconds;

// A queue as it is configured. The template and CreateQueue make one each.
struct QueueDescription {
  std::string name = {};
  std::string account = {};
  std::string region = {};
  seconds visibility_timeout{30};
  seconds retention = std::chrono::days(4);
  seconds delay{0};
  seconds receive_wait{0};
  int maximum_message_size = 1'048'576;
  std::string dead_letter_arn = {};  // empty: none
  int maximum_receives = 0;
  bool managed_sse = true;
  std::string policy = {};  // kept and shown; who may do what, the callers' own policies say
  std::vector<std::pair<std::string, std::string>> tags = {};

  std::string arn() const;
  friend bool operator==(const QueueDescription&, const QueueDescription&) = default;
};

std::string queue_arn(std::string_view region, std::string_view account, std::string_view name);

base::Json encode(const QueueDescription& description);
QueueDescription decode_description(const base::Json& record);

// Throws the fault of a name that no standard queue can have. FIFO queues are not supported, and refused here.
void check_queue_name(std::string_view name);

// Sets one attribute as SetQueueAttributes names it. Throws the fault of an unknown one, of a value out of its range,
// and of what this emulator does not do (FIFO, KMS keys).
void set_attribute(QueueDescription& description, std::string_view name, const std::string& value);
// Its text as GetQueueAttributes shows it; nothing where it was never set.
std::optional<std::string> find_attribute(const QueueDescription& description, std::string_view name);

// The attributes that describe a queue, in the order in which they are shown.
inline constexpr std::string_view kSettableAttributes[] = {"VisibilityTimeout",
                                                           "MaximumMessageSize",
                                                           "MessageRetentionPeriod",
                                                           "DelaySeconds",
                                                           "ReceiveMessageWaitTimeSeconds",
                                                           "RedrivePolicy",
                                                           "SqsManagedSseEnabled",
                                                           "Policy"};
// Known to SQS, never set on a standard queue without a key of its own.
inline constexpr std::string_view kForeignAttributes[] = {
    "FifoQueue",      "ContentBasedDeduplication",    "DeduplicationScope", "FifoThroughputLimit",
    "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "RedriveAllowPolicy"};

}  // namespace sqs
