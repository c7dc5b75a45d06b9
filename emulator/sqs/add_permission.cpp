#include <algorithm>

#include "emulator/sqs/errors.h"
#include "emulator/sqs/operations.h"
#include "emulator/sqs/queue_policy.h"

namespace sqs {
namespace add_permission_operation {

// What another account may be let do. (SQS API Reference, AddPermission)
constexpr std::string_view kGrantable[] = {"*",
                                           "SendMessage",
                                           "ReceiveMessage",
                                           "DeleteMessage",
                                           "ChangeMessageVisibility",
                                           "GetQueueAttributes",
                                           "GetQueueUrl",
                                           "ListDeadLetterSourceQueues",
                                           "PurgeQueue"};

struct Request {
  std::string queue_url = {};
  Permission permission = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "Label", "AWSAccountIds", "Actions"});
    in.get("AWSAccountIds");
    in.get("Actions");
    Request request{
        .queue_url = parse_queue_url(in),
        .permission = {
            .label = in.string("Label"), .accounts = in.strings("AWSAccountIds"), .actions = in.strings("Actions")}};
    for (const std::string& action : request.permission.actions) {
      if (std::ranges::find(kGrantable, action) != std::end(kGrantable)) continue;
      throw invalid_parameter_value(
          fmt::format("Value SQS:{} for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL "
                      "for a list of valid actions. ",
                      action));
    }
    return request;
  }
};

void run(Queues& queues, const Request& request, const Call& call) {
  QueueDescription description = queues.get(arn_of(request.queue_url, call));
  description.policy = with_permission(description.policy, request.permission, description.arn());
  queues.configure(description);
}

}  // namespace add_permission_operation

constinit const Operation<Queues> add_permission =
    protocol::operation<&add_permission_operation::run, &queue_resource<add_permission_operation::Request>>(
        "sqs:AddPermission");

}  // namespace sqs
