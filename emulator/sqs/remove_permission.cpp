#include "emulator/sqs/operations.h"
#include "emulator/sqs/queue_policy.h"

namespace sqs {
namespace remove_permission_operation {

struct Request {
  std::string queue_url = {};
  std::string label = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "Label"});
    return {.queue_url = parse_queue_url(in), .label = in.string("Label")};
  }
};

void run(Queues& queues, const Request& request, const Call& call) {
  QueueDescription description = queues.get(arn_of(request.queue_url, call));
  description.policy = without_permission(description.policy, request.label);
  queues.configure(description);
}

}  // namespace remove_permission_operation

constinit const Operation<Queues> remove_permission =
    protocol::operation<&remove_permission_operation::run, &queue_resource<remove_permission_operation::Request>>(
        "sqs:RemovePermission");

}  // namespace sqs
