// Queues, topics, subscriptions; and log groups and tags, which are as small.

#include <algorithm>

#include "emulator/template/readers.h"

namespace cfn {

Tags read_tags(Fields& in) {
  Tags tags;
  in.objects("Tags", [&](Fields& tag) { tags.emplace_back(tag.require_text("Key"), tag.text("Value")); });
  return tags;
}

Redrive read_redrive(Fields& in, std::string_view name) {
  Redrive redrive;
  in.object(name, [&](Fields& policy) {
    redrive.dead_letter_arn = policy.require_text("deadLetterTargetArn");
    redrive.maximum_receives = static_cast<int>(policy.integer("maxReceiveCount", {1, 1000}, 10));
  });
  return redrive;
}

// Source: AWS::SQS::Queue; SQS API Reference, SetQueueAttributes.
void read_queue(Reading& reading) {
  Fields& in = reading.in;
  Queue queue = {.origin = reading.origin, .name = reading.name, .arn = reading.arn, .url = reading.ref};
  in.find("QueueName");
  queue.fifo = in.flag("FifoQueue", false);
  queue.content_based_deduplication = in.flag("ContentBasedDeduplication", false);
  queue.deduplicates_by_group = in.one_of("DeduplicationScope", {"queue", "messageGroup"}, "queue") == "messageGroup";
  queue.limited_by_group =
      in.one_of("FifoThroughputLimit", {"perQueue", "perMessageGroupId"}, "perQueue") == "perMessageGroupId";
  if (!queue.fifo) {
    for (const std::string_view only : {"ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"}) {
      if (in.find(only)) reading.problems.add(*in.find(only), std::string(only) + " is for FIFO queues only");
    }
  }
  if (queue.limited_by_group && !queue.deduplicates_by_group) {
    in.problem("FifoThroughputLimit perMessageGroupId needs DeduplicationScope messageGroup");
  }
  queue.kms_key = in.text("KmsMasterKeyId");
  queue.kms_reuse = seconds(in.integer("KmsDataKeyReusePeriodSeconds", {60, 86'400}, 300));
  queue.managed_sse = in.flag("SqsManagedSseEnabled", queue.kms_key.empty());
  if (queue.managed_sse && !queue.kms_key.empty())
    in.problem("SqsManagedSseEnabled and KmsMasterKeyId exclude each other");
  queue.visibility_timeout = seconds(in.integer("VisibilityTimeout", {0, 43'200}, 30));
  queue.retention = seconds(in.integer("MessageRetentionPeriod", {60, 1'209'600}, 345'600));
  queue.delay = seconds(in.integer("DelaySeconds", {0, 900}, 0));
  queue.receive_wait = seconds(in.integer("ReceiveMessageWaitTimeSeconds", {0, 20}, 0));
  queue.maximum_message_size = static_cast<int>(in.integer("MaximumMessageSize", {1024, 1'048'576}, 1'048'576));
  const Redrive redrive = read_redrive(in, "RedrivePolicy");
  queue.dead_letter_arn = redrive.dead_letter_arn;
  queue.maximum_receives = redrive.maximum_receives;
  if (const base::Json allow = in.json("RedriveAllowPolicy"); !allow.is_null()) queue.redrive_allow = allow.dump();
  if (queue.fifo != queue.name.ends_with(".fifo")) in.problem("a FIFO queue's name ends in .fifo, and no other's does");
  queue.tags = read_tags(in);
  reading.stack.queues.push_back(std::move(queue));
}

void read_topic(Reading& reading) {
  Fields& in = reading.in;
  in.find("TopicName");
  reading.stack.topics.push_back({.origin = reading.origin,
                                  .name = reading.name,
                                  .arn = reading.arn,
                                  .display_name = in.text("DisplayName"),
                                  .tags = read_tags(in)});
}

void read_subscription(Reading& reading) {
  Fields& in = reading.in;
  in.require("Protocol");
  Subscription subscription = {.origin = reading.origin,
                               .topic_arn = in.require_text("TopicArn"),
                               .protocol = in.one_of("Protocol", {"http", "https", "lambda", "sqs"}, ""),
                               .endpoint = in.require_text("Endpoint"),
                               .filter_policy = in.json("FilterPolicy")};
  subscription.filter_policy_scope =
      in.one_of("FilterPolicyScope", {"MessageAttributes", "MessageBody"}, "MessageAttributes");
  subscription.raw_message_delivery = in.flag("RawMessageDelivery", false);
  in.object("RedrivePolicy",
            [&](Fields& policy) { subscription.dead_letter_arn = policy.require_text("deadLetterTargetArn"); });
  reading.stack.subscriptions.push_back(std::move(subscription));
}

void read_log_group(Reading& reading) {
  // What CloudWatch Logs takes as RetentionInDays (API Reference, PutRetentionPolicy).
  constexpr int kRetentions[] = {1,   3,   5,   7,   14,   30,   60,   90,   120,  150,  180,
                                 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};
  Fields& in = reading.in;
  LogGroup group = {.origin = reading.origin, .name = reading.name, .arn = reading.arn};
  in.find("LogGroupName");
  if (const auto days = in.find_integer("RetentionInDays", {1, 3653})) {
    group.retention_days = static_cast<int>(*days);
    if (std::ranges::find(kRetentions, *group.retention_days) == std::end(kRetentions)) {
      reading.problems.add(*in.find("RetentionInDays"), std::to_string(*days) +
                                                            " is none of the periods that CloudWatch "
                                                            "Logs has: 1, 3, 5, 7, 14, 30, 60, 90, ... 365, 400, ...");
    }
  }
  group.tags = read_tags(in);
  reading.stack.log_groups.push_back(std::move(group));
}

}  // namespace cfn
