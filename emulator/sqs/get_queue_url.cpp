#include "emulator/sqs/operations.h"

namespace sqs {
namespace get_queue_url_operation {

struct Request {
  std::string name = {};
  std::string account = {};  // empty: the caller's
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueName", "QueueOwnerAWSAccountId"});
    return {.name = in.string("QueueName"), .account = in.string_or("QueueOwnerAWSAccountId", "")};
  }
};

std::string resource(const Queues&, const Request& request, const Call& call) {
  return queue_arn(call.region, request.account.empty() ? call.account : request.account, request.name);
}

base::Json run(Queues& queues, const Request& request, const Call& call) {
  return {{"QueueUrl", url_of(queues.get(resource(queues, request, call)), call)}};
}

}  // namespace get_queue_url_operation

constinit const Operation<Queues> get_queue_url =
    protocol::operation<&get_queue_url_operation::run, &get_queue_url_operation::resource>("sqs:GetQueueUrl");

}  // namespace sqs
