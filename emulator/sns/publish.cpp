#include "emulator/sns/errors.h"
#include "emulator/sns/operations.h"

namespace sns {
namespace publish_operation {

struct Request {
  std::string topic_arn = {};
  Publication publication = {};
  static Request from(const Fields& in) {
    // PhoneNumber and the FIFO fields among them.
    refuse_unknown(in, {"TopicArn", "TargetArn", "Message", "Subject", "MessageStructure", "MessageAttributes"});
    if (!in.has("TopicArn") && !in.has("TargetArn")) {
      throw invalid_parameter("TopicArn or TargetArn Reason: no value for required parameter");
    }
    // A TargetArn may name a topic, too; what else it may name on AWS (a phone's endpoint) is refused here.
    return {.topic_arn = parse_topic_arn(in, in.has("TopicArn") ? "TopicArn" : "TargetArn"),
            .publication = parse_publication(in)};
  }
};

base::Json run(Topics& topics, const Request& request, const Call&) {
  return {{"MessageId", topics.publish(request.topic_arn, request.publication)}};
}

}  // namespace publish_operation

constinit const Operation<Topics> publish =
    protocol::operation<&publish_operation::run, &topic_resource<publish_operation::Request>>("sns:Publish");

}  // namespace sns
