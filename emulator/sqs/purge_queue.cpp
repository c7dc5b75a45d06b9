#include "emulator/sqs/operations.h"

namespace sqs {
namespace purge_queue_operation {

struct Request {
  std::string queue_url = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl"});
    return {.queue_url = parse_queue_url(in)};
  }
};

void run(Queues& queues, const Request& request, const Call& call) { queues.purge(arn_of(request.queue_url, call)); }

}  // namespace purge_queue_operation

constinit const Operation<Queues> purge_queue =
    protocol::operation<&purge_queue_operation::run, &queue_resource<purge_queue_operation::Request>>("sqs:PurgeQueue");

}  // namespace sqs
