#include <algorithm>

#include "emulator/sqs/operations.h"

namespace sqs {
namespace untag_queue_operation {

struct Request {
  std::string queue_url = {};
  std::vector<std::string> keys = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "TagKeys"});
    in.get("TagKeys");
    return {.queue_url = parse_queue_url(in), .keys = in.strings("TagKeys")};
  }
};

void run(Queues& queues, const Request& request, const Call& call) {
  QueueDescription description = queues.get(arn_of(request.queue_url, call));
  std::erase_if(description.tags,
                [&](const auto& tag) { return std::ranges::find(request.keys, tag.first) != request.keys.end(); });
  queues.configure(description);
}

}  // namespace untag_queue_operation

constinit const Operation<Queues> untag_queue =
    protocol::operation<&untag_queue_operation::run, &queue_resource<untag_queue_operation::Request>>("sqs:UntagQueue");

}  // namespace sqs
