#include "emulator/sns/operations.h"

namespace sns {
namespace subscribe_operation {

struct Request {
  std::string topic_arn = {};
  SubscriptionDescription subscription = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"TopicArn", "Protocol", "Endpoint", "Attributes", "ReturnSubscriptionArn"});
    // A queue or a function of one's own needs no confirmation, so the ARN is there at once, asked for or not.
    in.boolean_or("ReturnSubscriptionArn", false);
    Request request{.topic_arn = parse_topic_arn(in)};
    request.subscription = {
        .topic_arn = request.topic_arn, .protocol = in.string("Protocol"), .endpoint = in.string("Endpoint")};
    for (const auto& [name, value] : in.string_map("Attributes")) set_attribute(request.subscription, name, value);
    return request;
  }
};

base::Json run(Topics& topics, const Request& request, const Call&) {
  return {{"SubscriptionArn", topics.subscribe(request.subscription)}};
}

}  // namespace subscribe_operation

constinit const Operation<Topics> subscribe =
    protocol::operation<&subscribe_operation::run, &topic_resource<subscribe_operation::Request>>("sns:Subscribe");

}  // namespace sns
