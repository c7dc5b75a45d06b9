#include "emulator/sns/operations.h"

namespace sns {
namespace set_topic_attributes_operation {

struct Request {
  std::string topic_arn = {};
  std::string name = {};
  std::string value = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"TopicArn", "AttributeName", "AttributeValue"});
    return {.topic_arn = parse_topic_arn(in),
            .name = in.string("AttributeName"),
            .value = in.string_or("AttributeValue", "")};
  }
};

void run(Topics& topics, const Request& request, const Call&) {
  TopicDescription topic = topics.get(request.topic_arn);
  set_attribute(topic, request.name, request.value);
  topics.configure(topic);
}

}  // namespace set_topic_attributes_operation

constinit const Operation<Topics> set_topic_attributes =
    protocol::operation<&set_topic_attributes_operation::run, &topic_resource<set_topic_attributes_operation::Request>>(
        "sns:SetTopicAttributes");

}  // namespace sns
