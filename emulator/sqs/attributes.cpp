#include "emulator/sqs/attributes.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/sqs/errors.h"
#include "emulator/sqs/redrive_policy.h"

namespace sqs {
namespace attributes_detail {

struct Rule {
  std::string_view name = {};
  void (*set)(QueueDescription&, const std::string&) = nullptr;
  std::optional<std::string> (*show)(const QueueDescription&) = nullptr;
  bool only_fifo = false;
};

std::int64_t whole(std::string_view name, const std::string& value, std::int64_t least, std::int64_t most) {
  const auto number = base::parse_int(value);
  if (!number || *number < least || *number > most) throw invalid_attribute_value(name);
  return *number;
}

bool flag(std::string_view name, const std::string& value) {
  const std::string lower = base::to_lower(value);  // "True" of Python is taken, too
  if (lower != "true" && lower != "false") throw invalid_attribute_value(name);
  return lower == "true";
}

// Whether it is the second of two words.
bool is_second(std::string_view name, const std::string& value, std::string_view first, std::string_view second) {
  if (value != first && value != second) throw invalid_attribute_value(name);
  return value == second;
}

std::string text_of(seconds value) { return std::to_string(value.count()); }
std::string text_of(bool value) { return value ? "true" : "false"; }
std::optional<std::string> unless_empty(std::string value) {
  return value.empty() ? std::nullopt : std::optional(std::move(value));
}

using Described = QueueDescription;
using Text = const std::string&;
using Shown = std::optional<std::string>;

// SQS API Reference, SetQueueAttributes.
constexpr Rule kRules[] = {
    {"VisibilityTimeout",
     [](Described& q, Text v) { q.visibility_timeout = seconds(whole("VisibilityTimeout", v, 0, 43'200)); },
     [](const Described& q) -> Shown { return text_of(q.visibility_timeout); }},
    {"MaximumMessageSize",
     [](Described& q, Text v) { q.maximum_message_size = int(whole("MaximumMessageSize", v, 1'024, 1'048'576)); },
     [](const Described& q) -> Shown { return std::to_string(q.maximum_message_size); }},
    {"MessageRetentionPeriod",
     [](Described& q, Text v) { q.retention = seconds(whole("MessageRetentionPeriod", v, 60, 1'209'600)); },
     [](const Described& q) -> Shown { return text_of(q.retention); }},
    {"DelaySeconds", [](Described& q, Text v) { q.delay = seconds(whole("DelaySeconds", v, 0, 900)); },
     [](const Described& q) -> Shown { return text_of(q.delay); }},
    {"ReceiveMessageWaitTimeSeconds",
     [](Described& q, Text v) { q.receive_wait = seconds(whole("ReceiveMessageWaitTimeSeconds", v, 0, 20)); },
     [](const Described& q) -> Shown { return text_of(q.receive_wait); }},
    {"RedrivePolicy", set_redrive_policy,
     [](const Described& q) -> Shown { return unless_empty(redrive_policy_of(q)); }},
    {"RedriveAllowPolicy", set_redrive_allow_policy,
     [](const Described& q) -> Shown { return unless_empty(q.redrive_allow); }},
    {"SqsManagedSseEnabled", [](Described& q, Text v) { q.managed_sse = flag("SqsManagedSseEnabled", v); },
     [](const Described& q) -> Shown { return text_of(q.managed_sse); }},
    {"KmsMasterKeyId", [](Described& q, Text v) { q.kms_key = v; },
     [](const Described& q) -> Shown { return unless_empty(q.kms_key); }},
    {"KmsDataKeyReusePeriodSeconds",
     [](Described& q, Text v) { q.kms_reuse = seconds(whole("KmsDataKeyReusePeriodSeconds", v, 60, 86'400)); },
     // Shown with a key, or where it is not what it is by itself.
     [](const Described& q) -> Shown {
       return q.kms_key.empty() && q.kms_reuse == seconds(300) ? Shown() : Shown(text_of(q.kms_reuse));
     }},
    {"Policy",
     [](Described& q, Text v) {
       if (!v.empty() && !base::Json::try_parse(v)) throw invalid_attribute_value("Policy");
       q.policy = v;
     },
     [](const Described& q) -> Shown { return unless_empty(q.policy); }},
    {"FifoQueue",
     [](Described&, Text v) {
       if (flag("FifoQueue", v)) return;
       throw invalid_attribute_value("FifoQueue", "Modifying queue type is not supported.");
     },
     [](const Described& q) -> Shown { return text_of(q.fifo); }, true},
    {"ContentBasedDeduplication",
     [](Described& q, Text v) { q.content_based_deduplication = flag("ContentBasedDeduplication", v); },
     [](const Described& q) -> Shown { return text_of(q.content_based_deduplication); }, true},
    {"DeduplicationScope",
     [](Described& q, Text v) {
       q.deduplicates_by_group = is_second("DeduplicationScope", v, "queue", "messageGroup");
     },
     [](const Described& q) -> Shown { return q.deduplicates_by_group ? "messageGroup" : "queue"; }, true},
    {"FifoThroughputLimit",
     [](Described& q, Text v) {
       q.limited_by_group = is_second("FifoThroughputLimit", v, "perQueue", "perMessageGroupId");
     },
     [](const Described& q) -> Shown { return q.limited_by_group ? "perMessageGroupId" : "perQueue"; }, true},
};

const Rule* find_rule(std::string_view name) {
  const auto* found = std::ranges::find(kRules, name, &Rule::name);
  return found == std::end(kRules) ? nullptr : found;
}

const std::string* find_text(const Attributes& attributes, std::string_view name) {
  const auto found = std::ranges::find_if(attributes, [&](const auto& attribute) { return attribute.first == name; });
  return found == attributes.end() ? nullptr : &found->second;
}

}  // namespace attributes_detail

using namespace attributes_detail;

void set_attributes(QueueDescription& description, const Attributes& attributes) {
  for (const auto& [name, value] : attributes) {
    const Rule* rule = find_rule(name);
    if (rule && rule->only_fifo && !description.fifo &&
        (name == "DeduplicationScope" || name == "FifoThroughputLimit")) {
      throw invalid_attribute_name_because(
          fmt::format("You can specify the {} only when FifoQueue is set to true.", name));
    }
    if (!rule || (rule->only_fifo && !description.fifo)) throw invalid_attribute_name(name);
    rule->set(description, value);
  }
  if (!description.kms_key.empty() && description.managed_sse) {
    const std::string* managed = find_text(attributes, "SqsManagedSseEnabled");
    const std::string* key = find_text(attributes, "KmsMasterKeyId");
    if (managed && key) {
      throw invalid_attribute_name_because(
          "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS "
          "SSE.");
    }
    // The one that was asked for last takes the other's place.
    if (key) description.managed_sse = false;
    if (managed) description.kms_key.clear();
  }
  if (description.limited_by_group && !description.deduplicates_by_group) {
    throw invalid_parameter_value(
        "The perMessageGroupId value for FifoThroughputLimit is allowed only when the value for DeduplicationScope is "
        "messageGroup.");
  }
}

std::optional<std::string> find_attribute(const QueueDescription& description, std::string_view name) {
  const Rule* rule = find_rule(name);
  if (!rule || (rule->only_fifo && !description.fifo)) return std::nullopt;
  return rule->show(description);
}

}  // namespace sqs
