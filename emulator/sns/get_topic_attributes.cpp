#include "emulator/sns/operations.h"

namespace sns {
namespace get_topic_attributes_operation {

struct Request {
  std::string topic_arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"TopicArn"});
    return {.topic_arn = parse_topic_arn(in)};
  }
};

base::Json run(Topics& topics, const Request& request, const Call&) {
  base::Json attributes = attributes_of(topics.get(request.topic_arn));
  attributes.set("SubscriptionsConfirmed", std::to_string(topics.subscriptions_of(request.topic_arn).size()));
  attributes.set("SubscriptionsPending", "0");
  attributes.set("SubscriptionsDeleted", "0");
  return {{"Attributes", std::move(attributes)}};
}

}  // namespace get_topic_attributes_operation

constinit const Operation<Topics> get_topic_attributes =
    protocol::operation<&get_topic_attributes_operation::run, &topic_resource<get_topic_attributes_operation::Request>>(
        "sns:GetTopicAttributes");

}  // namespace sns
