#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "emulator/protocol/endpoint.h"
#include "emulator/protocol/operation.h"
#include "emulator/protocol/query.h"
#include "emulator/sns/topics.h"

// Everything this emulator speaks of SNS. (Query protocol, 2010-03-31)

namespace sns {

using protocol::Call;
using protocol::Fields;
using protocol::Operation;

extern const Operation<Topics> create_topic, delete_topic, get_subscription_attributes, get_topic_attributes,
    list_subscriptions, list_subscriptions_by_topic, list_tags_for_resource, list_topics, publish, publish_batch,
    set_subscription_attributes, set_topic_attributes, subscribe, tag_resource, unsubscribe, untag_resource;

inline constexpr const Operation<Topics>* kOperations[] = {&create_topic,
                                                           &delete_topic,
                                                           &get_subscription_attributes,
                                                           &get_topic_attributes,
                                                           &list_subscriptions,
                                                           &list_subscriptions_by_topic,
                                                           &list_tags_for_resource,
                                                           &list_topics,
                                                           &publish,
                                                           &publish_batch,
                                                           &set_subscription_attributes,
                                                           &set_topic_attributes,
                                                           &subscribe,
                                                           &tag_resource,
                                                           &unsubscribe,
                                                           &untag_resource};

protocol::QueryProtocol query_protocol_of();

// What the operations share.

std::string parse_topic_arn(const Fields& in, std::string_view field = "TopicArn");  // throws invalid_parameter()
std::string parse_subscription_arn(const Fields& in);
Tags parse_tags(const Fields& in);  // the field Tags: [{Key, Value}]
// IAM's resource of every operation on one topic: any request that has a `topic_arn`.
template <class Request>
std::string topic_resource(const Topics&, const Request& request, const Call&) {
  return request.topic_arn;
}
// … and on one subscription, whose topic IAM is asked about: its ARN without the last part.
template <class Request>
std::string subscription_resource(const Topics&, const Request& request, const Call&) {
  return request.subscription_arn.substr(0, request.subscription_arn.rfind(':'));
}
std::string any_topic(const Call& call);
base::Json describe(const Subscription& subscription);
void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known);

}  // namespace sns
