#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

namespace sns {

using Tags = std::vector<std::pair<std::string, std::string>>;

// A topic as it is configured. The template and CreateTopic make one each.
struct TopicDescription {
  std::string name = {};
  std::string account = {};
  std::string region = {};
  std::string display_name = {};
  std::string policy = {};  // kept and shown; who may do what, the callers' own policies say
  Tags tags = {};
  std::string arn() const;
  bool operator==(const TopicDescription&) const = default;
};

// Who gets what is published to a topic. The template and Subscribe make one each.
struct SubscriptionDescription {
  std::string topic_arn = {};
  std::string protocol = {};                              // "sqs", "lambda"
  std::string endpoint = {};                              // ARN of a queue or function
  base::Json filter_policy = {};                          // null: everything
  std::string filter_policy_scope = "MessageAttributes";  // or "MessageBody"
  bool raw_message_delivery = false;
  std::string dead_letter_arn = {};  // of a queue; empty: none
};

struct Subscription {
  std::string arn = {};
  std::string owner = {};  // an account
  SubscriptionDescription description = {};
};

base::Json encode(const TopicDescription& topic);
TopicDescription decode_topic(std::string_view record);
base::Json encode(const Subscription& subscription);
Subscription decode_subscription(std::string_view record);

// Throws the fault of a name, an endpoint or a filter that SNS would refuse, and of what this emulator does not do:
// FIFO topics, every protocol but sqs and lambda.
void check(const TopicDescription& topic);
void check(const SubscriptionDescription& subscription);

// Sets one attribute as SetTopicAttributes / SetSubscriptionAttributes name it. Throws the fault of an unknown one.
void set_attribute(TopicDescription& topic, std::string_view name, const std::string& value);
void set_attribute(SubscriptionDescription& subscription, std::string_view name, const std::string& value);
// All that are set, as GetTopicAttributes and GetSubscriptionAttributes show them.
base::Json attributes_of(const TopicDescription& topic);
base::Json attributes_of(const Subscription& subscription);

}  // namespace sns
