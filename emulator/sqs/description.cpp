#include "emulator/sqs/description.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "emulator/sqs/errors.h"

namespace sqs {
namespace description_detail {

using base::Json;

// SQS API Reference, SetQueueAttributes.
struct Range {
  std::string_view name = {};
  std::int64_t least = 0, most = 0;
};
constexpr Range kVisibility{"VisibilityTimeout", 0, 43'200};
constexpr Range kRetention{"MessageRetentionPeriod", 60, 1'209'600};
constexpr Range kDelay{"DelaySeconds", 0, 900};
constexpr Range kReceiveWait{"ReceiveMessageWaitTimeSeconds", 0, 20};
constexpr Range kMessageSize{"MaximumMessageSize", 1'024, 1'048'576};
constexpr std::int64_t kMostReceives = 1'000;

std::int64_t read(const Range& range, const std::string& value) {
  const auto number = base::parse_int(value);
  if (!number || *number < range.least || *number > range.most) throw invalid_attribute_value(range.name);
  return *number;
}

Fault invalid_redrive(const std::string& value, std::string_view reason) {
  return invalid_parameter_value(
      fmt::format("Value {} for parameter RedrivePolicy is invalid. Reason: {}", value, reason));
}

void set_redrive(QueueDescription& description, const std::string& value) {
  description.dead_letter_arn.clear();
  description.maximum_receives = 0;
  if (value.empty()) return;
  const auto policy = Json::try_parse(value);
  if (!policy || !policy->is_object()) throw invalid_redrive(value, "Amazon SQS can't parse it as JSON.");
  for (const auto& [name, member] : policy->members()) {
    if (name != "deadLetterTargetArn" && name != "maxReceiveCount") {
      throw invalid_redrive(value, "Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].");
    }
  }
  const std::string arn = policy->text("deadLetterTargetArn");
  const Json* count = policy->find("maxReceiveCount");
  if (arn.empty() || !count) {
    throw invalid_redrive(
        value, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn or maxReceiveCount.");
  }
  const auto number = count->is_string()    ? base::parse_int(count->as_string())
                      : count->is_integer() ? std::optional(count->as_int())
                                            : std::nullopt;
  if (!number || *number < 1 || *number > kMostReceives) {
    throw invalid_redrive(value, "Invalid value for maxReceiveCount: it must be from 1 to 1000.");
  }
  if (!arn.starts_with("arn:aws:sqs:") || base::split(arn, ':').size() != 6) {
    throw invalid_redrive(value, "Invalid value for deadLetterTargetArn.");
  }
  description.dead_letter_arn = arn;
  description.maximum_receives = int(*number);
}

}  // namespace description_detail

using namespace description_detail;

std::string queue_arn(std::string_view region, std::string_view account, std::string_view name) {
  return fmt::format("arn:aws:sqs:{}:{}:{}", region, account, name);
}

std::string QueueDescription::arn() const { return queue_arn(region, account, name); }

void check_queue_name(std::string_view name) {
  if (name.ends_with(".fifo")) {
    throw unsupported_operation("FIFO queues are not supported by this emulator: " + std::string(name));
  }
  const bool good = !name.empty() && name.size() <= 80 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (!good) {
    throw invalid_parameter_value(
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
  }
}

void set_attribute(QueueDescription& description, std::string_view name, const std::string& value) {
  if (name == kVisibility.name) {
    description.visibility_timeout = seconds(read(kVisibility, value));
  } else if (name == kRetention.name) {
    description.retention = seconds(read(kRetention, value));
  } else if (name == kDelay.name) {
    description.delay = seconds(read(kDelay, value));
  } else if (name == kReceiveWait.name) {
    description.receive_wait = seconds(read(kReceiveWait, value));
  } else if (name == kMessageSize.name) {
    description.maximum_message_size = int(read(kMessageSize, value));
  } else if (name == "RedrivePolicy") {
    set_redrive(description, value);
  } else if (name == "SqsManagedSseEnabled") {
    if (value != "true" && value != "false") throw invalid_attribute_value(name);
    description.managed_sse = value == "true";
  } else if (name == "Policy") {
    if (!value.empty() && !Json::try_parse(value)) throw invalid_attribute_value(name);
    if (!value.empty()) {
      base::log_warning("queue policy kept, but callers are checked by their own policies only",
                        {{"queue", description.arn()}});
    }
    description.policy = value;
  } else if (std::ranges::find(kForeignAttributes, name) != std::end(kForeignAttributes)) {
    throw unsupported_operation(fmt::format("The attribute {} is not supported by this emulator.", name));
  } else {
    throw invalid_attribute_name(name);
  }
}

std::optional<std::string> find_attribute(const QueueDescription& description, std::string_view name) {
  const auto whole = [](seconds value) { return std::to_string(value.count()); };
  if (name == kVisibility.name) return whole(description.visibility_timeout);
  if (name == kRetention.name) return whole(description.retention);
  if (name == kDelay.name) return whole(description.delay);
  if (name == kReceiveWait.name) return whole(description.receive_wait);
  if (name == kMessageSize.name) return std::to_string(description.maximum_message_size);
  if (name == "SqsManagedSseEnabled") return description.managed_sse ? "true" : "false";
  if (name == "Policy" && !description.policy.empty()) return description.policy;
  if (name == "RedrivePolicy" && !description.dead_letter_arn.empty()) {
    return Json{{"deadLetterTargetArn", description.dead_letter_arn}, {"maxReceiveCount", description.maximum_receives}}
        .dump();
  }
  return std::nullopt;
}

Json encode(const QueueDescription& d) {
  Json tags = Json::object();
  for (const auto& [key, value] : d.tags) tags.set(key, value);
  Json attributes = Json::object();
  for (const std::string_view name : kSettableAttributes) {
    if (auto value = find_attribute(d, name)) attributes.set(name, std::move(*value));
  }
  return {{"name", d.name},
          {"account", d.account},
          {"region", d.region},
          {"attributes", std::move(attributes)},
          {"tags", std::move(tags)}};
}

QueueDescription decode_description(const Json& record) {
  QueueDescription d{.name = record.at("name").as_string(),
                     .account = record.at("account").as_string(),
                     .region = record.at("region").as_string()};
  for (const auto& [name, value] : record.at("attributes").members()) set_attribute(d, name, value.as_string());
  for (const auto& [key, value] : record.at("tags").members()) d.tags.emplace_back(key, value.as_string());
  return d;
}

}  // namespace sqs
