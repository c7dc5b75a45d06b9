#include "emulator/sns/operations.h"
#include "emulator/sns/page.h"

namespace sns {
namespace list_topics_operation {

struct Request {
  std::string token = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"NextToken"});
    return {.token = in.string_or("NextToken", "")};
  }
};

base::Json run(Topics& topics, const Request& request, const Call& call) {
  return page_of(
      topics.list(call.account, call.region), request.token, "Topics",
      [](const TopicDescription& topic) { return topic.arn(); },
      [](const TopicDescription& topic) {
        return base::Json{{"TopicArn", topic.arn()}};
      });
}

std::string resource(const Topics&, const Request&, const Call& call) { return any_topic(call); }

}  // namespace list_topics_operation

constinit const Operation<Topics> list_topics =
    protocol::operation<&list_topics_operation::run, &list_topics_operation::resource>("sns:ListTopics");

}  // namespace sns
