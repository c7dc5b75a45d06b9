#include <algorithm>

#include "emulator/sns/errors.h"
#include "emulator/sns/operations.h"

namespace sns {
namespace tag_resource_operation {

constexpr std::size_t kMostTags = 50;

struct Request {
  std::string topic_arn = {};
  Tags tags = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"ResourceArn", "Tags"});
    return {.topic_arn = parse_topic_arn(in, "ResourceArn"), .tags = parse_tags(in)};
  }
};

void run(Topics& topics, const Request& request, const Call&) {
  const TopicDescription* found = topics.find(request.topic_arn);
  if (!found) throw resource_not_found();
  TopicDescription topic = *found;
  for (const auto& [key, value] : request.tags) {
    std::erase_if(topic.tags, [&, &k = key](const auto& tag) { return tag.first == k; });
    topic.tags.emplace_back(key, value);
  }
  if (topic.tags.size() > kMostTags) {
    throw named("TagLimitExceededException", "TagLimitExceeded",
                "Could not complete request: tag quota of per resource exceeded");
  }
  topics.configure(topic);
}

}  // namespace tag_resource_operation

constinit const Operation<Topics> tag_resource =
    protocol::operation<&tag_resource_operation::run, &topic_resource<tag_resource_operation::Request>>(
        "sns:TagResource");

}  // namespace sns
