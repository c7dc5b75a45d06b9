#include "emulator/sns/operations.h"

namespace sns {
namespace get_subscription_attributes_operation {

struct Request {
  std::string subscription_arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"SubscriptionArn"});
    return {.subscription_arn = parse_subscription_arn(in)};
  }
};

base::Json run(Topics& topics, const Request& request, const Call&) {
  return {{"Attributes", attributes_of(topics.get_subscription(request.subscription_arn))}};
}

}  // namespace get_subscription_attributes_operation

constinit const Operation<Topics> get_subscription_attributes =
    protocol::operation<&get_subscription_attributes_operation::run,
                        &subscription_resource<get_subscription_attributes_operation::Request>>(
        "sns:GetSubscriptionAttributes");

}  // namespace sns
