#include "emulator/sns/errors.h"
#include "emulator/sns/operations.h"

namespace sns {
namespace list_tags_for_resource_operation {

struct Request {
  std::string topic_arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"ResourceArn"});
    return {.topic_arn = parse_topic_arn(in, "ResourceArn")};
  }
};

base::Json run(Topics& topics, const Request& request, const Call&) {
  const TopicDescription* topic = topics.find(request.topic_arn);
  if (!topic) throw resource_not_found();
  base::Json tags = base::Json::array();
  for (const auto& [key, value] : topic->tags) tags.push_back({{"Key", key}, {"Value", value}});
  return {{"Tags", std::move(tags)}};
}

}  // namespace list_tags_for_resource_operation

constinit const Operation<Topics> list_tags_for_resource =
    protocol::operation<&list_tags_for_resource_operation::run,
                        &topic_resource<list_tags_for_resource_operation::Request>>("sns:ListTagsForResource");

}  // namespace sns
