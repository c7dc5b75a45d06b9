#include "emulator/sns/operations.h"

namespace sns {
namespace create_topic_operation {

struct Request {
  std::string name = {};
  std::vector<std::pair<std::string, std::string>> attributes = {};
  Tags tags = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Name", "Attributes", "Tags"});
    return {.name = in.string("Name"), .attributes = in.string_map("Attributes"), .tags = parse_tags(in)};
  }
};

base::Json run(Topics& topics, const Request& request, const Call& call) {
  TopicDescription topic{.name = request.name, .account = call.account, .region = call.region, .tags = request.tags};
  for (const auto& [name, value] : request.attributes) {
    // What says that it is no FIFO topic says nothing.
    if (name == "FifoTopic" && value == "false") continue;
    set_attribute(topic, name, value);
  }
  topics.create(topic);
  return {{"TopicArn", topic.arn()}};
}

std::string resource(const Topics&, const Request& request, const Call& call) {
  return protocol::make_arn("sns", call, request.name);
}

}  // namespace create_topic_operation

constinit const Operation<Topics> create_topic =
    protocol::operation<&create_topic_operation::run, &create_topic_operation::resource>("sns:CreateTopic");

}  // namespace sns
