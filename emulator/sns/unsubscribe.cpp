#include "emulator/sns/operations.h"

namespace sns {
namespace unsubscribe_operation {

struct Request {
  std::string subscription_arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"SubscriptionArn"});
    return {.subscription_arn = parse_subscription_arn(in)};
  }
};

void run(Topics& topics, const Request& request, const Call&) { topics.unsubscribe(request.subscription_arn); }

}  // namespace unsubscribe_operation

constinit const Operation<Topics> unsubscribe =
    protocol::operation<&unsubscribe_operation::run, &subscription_resource<unsubscribe_operation::Request>>(
        "sns:Unsubscribe");

}  // namespace sns
