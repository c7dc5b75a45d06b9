#include "emulator/sqs/operations.h"

namespace sqs {
namespace delete_queue_operation {

struct Request {
  std::string queue_url = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl"});
    return {.queue_url = parse_queue_url(in)};
  }
};

void run(Queues& queues, const Request& request, const Call& call) {
  queues.remove_queue(arn_of(request.queue_url, call));
}

}  // namespace delete_queue_operation

constinit const Operation<Queues> delete_queue =
    protocol::operation<&delete_queue_operation::run, &queue_resource<delete_queue_operation::Request>>(
        "sqs:DeleteQueue");

}  // namespace sqs
