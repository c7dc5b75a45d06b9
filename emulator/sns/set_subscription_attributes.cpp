#include "emulator/sns/operations.h"

namespace sns {
namespace set_subscription_attributes_operation {

struct Request {
  std::string subscription_arn = {};
  std::string name = {};
  std::string value = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"SubscriptionArn", "AttributeName", "AttributeValue"});
    return {.subscription_arn = parse_subscription_arn(in),
            .name = in.string("AttributeName"),
            .value = in.string_or("AttributeValue", "")};
  }
};

void run(Topics& topics, const Request& request, const Call&) {
  Subscription subscription = topics.get_subscription(request.subscription_arn);
  set_attribute(subscription.description, request.name, request.value);
  topics.configure(subscription);
}

}  // namespace set_subscription_attributes_operation

constinit const Operation<Topics> set_subscription_attributes =
    protocol::operation<&set_subscription_attributes_operation::run,
                        &subscription_resource<set_subscription_attributes_operation::Request>>(
        "sns:SetSubscriptionAttributes");

}  // namespace sns
