#include "emulator/sns/operations.h"
#include "emulator/sns/page.h"

namespace sns {
namespace list_subscriptions_by_topic_operation {

struct Request {
  std::string topic_arn = {};
  std::string token = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"TopicArn", "NextToken"});
    return {.topic_arn = parse_topic_arn(in), .token = in.string_or("NextToken", "")};
  }
};

base::Json run(Topics& topics, const Request& request, const Call&) {
  topics.get(request.topic_arn);
  return page_of_subscriptions(topics.subscriptions_of(request.topic_arn), request.token);
}

}  // namespace list_subscriptions_by_topic_operation

constinit const Operation<Topics> list_subscriptions_by_topic =
    protocol::operation<&list_subscriptions_by_topic_operation::run,
                        &topic_resource<list_subscriptions_by_topic_operation::Request>>(
        "sns:ListSubscriptionsByTopic");

}  // namespace sns
