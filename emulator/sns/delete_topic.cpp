#include "emulator/sns/operations.h"

namespace sns {
namespace delete_topic_operation {

struct Request {
  std::string topic_arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"TopicArn"});
    return {.topic_arn = parse_topic_arn(in)};
  }
};

void run(Topics& topics, const Request& request, const Call&) { topics.remove(request.topic_arn); }

}  // namespace delete_topic_operation

constinit const Operation<Topics> delete_topic =
    protocol::operation<&delete_topic_operation::run, &topic_resource<delete_topic_operation::Request>>(
        "sns:DeleteTopic");

}  // namespace sns
