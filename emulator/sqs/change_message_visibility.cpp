#include "emulator/sqs/operations.h"

namespace sqs {
namespace change_message_visibility_operation {

struct Request {
  std::string queue_url = {};
  std::string receipt = {};
  seconds visibility = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "ReceiptHandle", "VisibilityTimeout"});
    return {
        .queue_url = parse_queue_url(in), .receipt = in.string("ReceiptHandle"), .visibility = parse_visibility(in)};
  }
};

void run(Queues& queues, const Request& request, const Call& call) {
  const std::string arn = arn_of(request.queue_url, call);
  if (const auto fault = queues.change_visibility(arn, request.receipt, request.visibility)) throw *fault;
}

}  // namespace change_message_visibility_operation

constinit const Operation<Queues> change_message_visibility =
    protocol::operation<&change_message_visibility_operation::run,
                        &queue_resource<change_message_visibility_operation::Request>>("sqs:ChangeMessageVisibility");

}  // namespace sqs
