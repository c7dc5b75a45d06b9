#include "emulator/sqs/operations.h"
#include "emulator/sqs/outgoing_message.h"

namespace sqs {
namespace send_message_operation {

struct Request {
  std::string queue_url = {};
  Outgoing outgoing = {};
  static Request from(const Fields& in) { return {.queue_url = parse_queue_url(in), .outgoing = parse_outgoing(in)}; }
};

base::Json run(Queues& queues, const Request& request, const Call& call) {
  Outgoing outgoing = request.outgoing;
  outgoing.message.sender = sender_of(call);
  return describe(queues.send(arn_of(request.queue_url, call), std::move(outgoing)));
}

}  // namespace send_message_operation

constinit const Operation<Queues> send_message =
    protocol::operation<&send_message_operation::run, &queue_resource<send_message_operation::Request>>(
        "sqs:SendMessage");

}  // namespace sqs
