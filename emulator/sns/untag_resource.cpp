#include <algorithm>

#include "emulator/sns/errors.h"
#include "emulator/sns/operations.h"

namespace sns {
namespace untag_resource_operation {

struct Request {
  std::string topic_arn = {};
  std::vector<std::string> keys = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"ResourceArn", "TagKeys"});
    return {.topic_arn = parse_topic_arn(in, "ResourceArn"), .keys = in.strings("TagKeys")};
  }
};

void run(Topics& topics, const Request& request, const Call&) {
  const TopicDescription* found = topics.find(request.topic_arn);
  if (!found) throw resource_not_found();
  TopicDescription topic = *found;
  std::erase_if(topic.tags,
                [&](const auto& tag) { return std::ranges::find(request.keys, tag.first) != request.keys.end(); });
  topics.configure(topic);
}

}  // namespace untag_resource_operation

constinit const Operation<Topics> untag_resource =
    protocol::operation<&untag_resource_operation::run, &topic_resource<untag_resource_operation::Request>>(
        "sns:UntagResource");

}  // namespace sns
