#include "emulator/sqs/operations.h"

namespace sqs {
namespace list_queue_tags_operation {

struct Request {
  std::string queue_url = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl"});
    return {.queue_url = parse_queue_url(in)};
  }
};

base::Json run(Queues& queues, const Request& request, const Call& call) {
  base::Json answer = base::Json::object();
  base::Json tags = base::Json::object();
  for (const auto& [key, value] : queues.get(arn_of(request.queue_url, call)).tags) tags.set(key, value);
  if (!tags.empty()) answer.set("Tags", std::move(tags));
  return answer;
}

}  // namespace list_queue_tags_operation

constinit const Operation<Queues> list_queue_tags =
    protocol::operation<&list_queue_tags_operation::run, &queue_resource<list_queue_tags_operation::Request>>(
        "sqs:ListQueueTags");

}  // namespace sqs
