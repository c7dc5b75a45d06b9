#include "emulator/sqs/operations.h"

namespace sqs {
namespace delete_message_operation {

struct Request {
  std::string queue_url = {};
  std::string receipt = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "ReceiptHandle"});
    return {.queue_url = parse_queue_url(in), .receipt = in.string("ReceiptHandle")};
  }
};

void run(Queues& queues, const Request& request, const Call& call) {
  if (const auto fault = queues.remove(arn_of(request.queue_url, call), {request.receipt}).front()) throw *fault;
}

}  // namespace delete_message_operation

constinit const Operation<Queues> delete_message =
    protocol::operation<&delete_message_operation::run, &queue_resource<delete_message_operation::Request>>(
        "sqs:DeleteMessage");

}  // namespace sqs
