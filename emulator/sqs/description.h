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
  std::string redrive_allow = {};  // RedriveAllowPolicy as it was given; empty: every queue may
  bool managed_sse = true;
  std::string kms_key = {};  // kept and shown; nothing is encrypted with it
  seconds kms_reuse{300};
  std::string policy = {};  // kept and shown; who may do what, the callers' own policies say
  bool fifo = false;
  bool content_based_deduplication = false;
  bool deduplicates_by_group = false;  // DeduplicationScope messageGroup, else queue
  bool limited_by_group = false;       // FifoThroughputLimit perMessageGroupId, else perQueue
  std::vector<std::pair<std::string, std::string>> tags = {};

  std::string arn() const;
  friend bool operator==(const QueueDescription&, const QueueDescription&) = default;
};

std::string queue_arn(std::string_view region, std::string_view account, std::string_view name);

base::Json encode(const QueueDescription& description);
QueueDescription decode_description(const base::Json& record);

// Throws the fault of a name that no queue of this kind can have.
void check_queue_name(std::string_view name, bool fifo);

}  // namespace sqs
