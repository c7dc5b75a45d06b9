#include "emulator/sns/topic.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "emulator/sns/errors.h"
#include "emulator/sns/filter_policy.h"

namespace sns {
namespace topic_detail {

using base::Json;

std::string read_redrive(const std::string& value) {
  if (value.empty()) return {};
  const auto policy = Json::try_parse(value);
  if (!policy || !policy->is_object() || policy->size() != 1 || !policy->contains("deadLetterTargetArn")) {
    throw invalid_parameter("RedrivePolicy: must be a JSON object with deadLetterTargetArn");
  }
  return policy->text("deadLetterTargetArn");
}

Json read_filter(const std::string& value) {
  if (value.empty() || value == "{}") return {};
  auto policy = Json::try_parse(value);
  if (!policy) throw invalid_parameter("FilterPolicy: failed to parse JSON.");
  return std::move(*policy);
}

}  // namespace topic_detail

using namespace topic_detail;

std::string TopicDescription::arn() const { return fmt::format("arn:aws:sns:{}:{}:{}", region, account, name); }

void check(const TopicDescription& topic) {
  if (topic.name.ends_with(".fifo")) throw not_supported("A FIFO topic");
  const bool good = !topic.name.empty() && topic.name.size() <= 256 && std::ranges::all_of(topic.name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (!good) throw invalid_parameter("Topic Name");
}

void check(const SubscriptionDescription& subscription) {
  const std::string& endpoint = subscription.endpoint;
  if (subscription.protocol == "sqs") {
    if (!endpoint.starts_with("arn:aws:sqs:")) throw invalid_parameter("SQS endpoint ARN");
    if (endpoint.ends_with(".fifo")) throw not_supported("A FIFO queue");
  } else if (subscription.protocol == "lambda") {
    if (!endpoint.starts_with("arn:aws:lambda:")) throw invalid_parameter("Lambda endpoint ARN");
    if (subscription.raw_message_delivery) {
      throw invalid_parameter("Delivery protocol [lambda] does not support raw message delivery.");
    }
  } else {
    throw not_supported("The protocol " + subscription.protocol);
  }
  if (subscription.filter_policy_scope != "MessageAttributes" && subscription.filter_policy_scope != "MessageBody") {
    throw invalid_parameter("FilterPolicyScope: must be MessageAttributes or MessageBody");
  }
  if (!subscription.dead_letter_arn.empty() && !subscription.dead_letter_arn.starts_with("arn:aws:sqs:")) {
    throw invalid_parameter("RedrivePolicy: deadLetterTargetArn must be the ARN of an SQS queue");
  }
  check_filter_policy(subscription.filter_policy, subscription.filter_policy_scope);
}

void set_attribute(TopicDescription& topic, std::string_view name, const std::string& value) {
  if (name == "DisplayName") {
    if (value.size() > 100) throw invalid_parameter("DisplayName");
    topic.display_name = value;
  } else if (name == "Policy") {
    if (!value.empty() && !Json::try_parse(value)) throw invalid_parameter("Policy Error: null");
    base::log_warning("topic policy kept, but callers are checked by their own policies only",
                      {{"topic", topic.arn()}});
    topic.policy = value;
  } else {
    throw not_supported(fmt::format("AttributeName {}", name));
  }
}

void set_attribute(SubscriptionDescription& subscription, std::string_view name, const std::string& value) {
  if (name == "RawMessageDelivery") {
    if (!base::equals_ignore_case(value, "true") && !base::equals_ignore_case(value, "false")) {
      throw invalid_parameter("RawMessageDelivery: Invalid value [" + value + "]. Must be true or false.");
    }
    subscription.raw_message_delivery = base::equals_ignore_case(value, "true");
  } else if (name == "FilterPolicy") {
    subscription.filter_policy = read_filter(value);
  } else if (name == "FilterPolicyScope") {
    subscription.filter_policy_scope = value;
  } else if (name == "RedrivePolicy") {
    subscription.dead_letter_arn = read_redrive(value);
  } else {
    throw not_supported(fmt::format("AttributeName {}", name));
  }
}

Json attributes_of(const TopicDescription& topic) {
  Json shown{{"TopicArn", topic.arn()}, {"Owner", topic.account}, {"DisplayName", topic.display_name}};
  if (!topic.policy.empty()) shown.set("Policy", topic.policy);
  return shown;
}

Json attributes_of(const Subscription& subscription) {
  const SubscriptionDescription& d = subscription.description;
  Json shown{{"SubscriptionArn", subscription.arn},
             {"TopicArn", d.topic_arn},
             {"Protocol", d.protocol},
             {"Endpoint", d.endpoint},
             {"Owner", subscription.owner},
             {"ConfirmationWasAuthenticated", "true"},
             {"PendingConfirmation", "false"},
             {"RawMessageDelivery", d.raw_message_delivery ? "true" : "false"}};
  if (!d.filter_policy.is_null()) {
    shown.set("FilterPolicy", d.filter_policy.dump());
    shown.set("FilterPolicyScope", d.filter_policy_scope);
  }
  if (!d.dead_letter_arn.empty()) {
    shown.set("RedrivePolicy", Json{{"deadLetterTargetArn", d.dead_letter_arn}}.dump());
  }
  return shown;
}

Json encode(const TopicDescription& topic) {
  Json tags = Json::object();
  for (const auto& [key, value] : topic.tags) tags.set(key, value);
  return {{"name", topic.name},     {"account", topic.account},
          {"region", topic.region}, {"displayName", topic.display_name},
          {"policy", topic.policy}, {"tags", std::move(tags)}};
}

TopicDescription decode_topic(std::string_view record) {
  const Json j = Json::parse(record);
  TopicDescription topic{.name = j.at("name").as_string(),
                         .account = j.at("account").as_string(),
                         .region = j.at("region").as_string(),
                         .display_name = j.at("displayName").as_string(),
                         .policy = j.at("policy").as_string()};
  for (const auto& [key, value] : j.at("tags").members()) topic.tags.emplace_back(key, value.as_string());
  return topic;
}

Json encode(const Subscription& subscription) {
  const SubscriptionDescription& d = subscription.description;
  return {{"arn", subscription.arn},        {"owner", subscription.owner},   {"topic", d.topic_arn},
          {"protocol", d.protocol},         {"endpoint", d.endpoint},        {"filter", d.filter_policy},
          {"scope", d.filter_policy_scope}, {"raw", d.raw_message_delivery}, {"deadLetter", d.dead_letter_arn}};
}

Subscription decode_subscription(std::string_view record) {
  const Json j = Json::parse(record);
  return {.arn = j.at("arn").as_string(),
          .owner = j.at("owner").as_string(),
          .description = {.topic_arn = j.at("topic").as_string(),
                          .protocol = j.at("protocol").as_string(),
                          .endpoint = j.at("endpoint").as_string(),
                          .filter_policy = j.at("filter"),
                          .filter_policy_scope = j.at("scope").as_string(),
                          .raw_message_delivery = j.at("raw").as_bool(),
                          .dead_letter_arn = j.at("deadLetter").as_string()}};
}

}  // namespace sns
