#include "emulator/sqs/operations.h"
#include "emulator/sqs/url_page.h"

namespace sqs {
namespace list_queues_operation {

struct Request {
  std::string prefix = {};
  PageRequest page = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueNamePrefix", "MaxResults", "NextToken"});
    return {.prefix = in.string_or("QueueNamePrefix", ""), .page = PageRequest::from(in)};
  }
};

base::Json run(Queues& queues, const Request& request, const Call& call) {
  return url_page(queues.list(call.account, call.region, request.prefix), request.page, "QueueUrls", call);
}

std::string resource(const Queues&, const Request&, const Call& call) {
  return queue_arn(call.region, call.account, "*");
}

}  // namespace list_queues_operation

constinit const Operation<Queues> list_queues =
    protocol::operation<&list_queues_operation::run, &list_queues_operation::resource>("sqs:ListQueues");

}  // namespace sqs
