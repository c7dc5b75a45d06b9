#include "emulator/sqs/attributes.h"
#include "emulator/sqs/operations.h"
#include "emulator/sqs/redrive.h"

namespace sqs {
namespace set_queue_attributes_operation {

struct Request {
  std::string queue_url = {};
  Attributes attributes = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "Attributes"});
    in.get("Attributes");
    return {.queue_url = parse_queue_url(in), .attributes = in.string_map("Attributes")};
  }
};

void run(Queues& queues, const Request& request, const Call& call) {
  QueueDescription description = queues.get(arn_of(request.queue_url, call));
  set_attributes(description, request.attributes);
  check_dead_letter_queue(queues, description);
  queues.configure(description);
}

}  // namespace set_queue_attributes_operation

constinit const Operation<Queues> set_queue_attributes =
    protocol::operation<&set_queue_attributes_operation::run, &queue_resource<set_queue_attributes_operation::Request>>(
        "sqs:SetQueueAttributes");

}  // namespace sqs
