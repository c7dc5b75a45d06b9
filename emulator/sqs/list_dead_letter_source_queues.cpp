#include "emulator/sqs/operations.h"
#include "emulator/sqs/url_page.h"

namespace sqs {
namespace list_dead_letter_source_queues_operation {

struct Request {
  std::string queue_url = {};
  PageRequest page = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "MaxResults", "NextToken"});
    return {.queue_url = parse_queue_url(in), .page = PageRequest::from(in)};
  }
};

base::Json run(Queues& queues, const Request& request, const Call& call) {
  const QueueDescription& grave = queues.get(arn_of(request.queue_url, call));
  auto sources = queues.list(grave.account, grave.region, "");
  std::erase_if(sources, [&](const QueueDescription* queue) { return queue->dead_letter_arn != grave.arn(); });
  base::Json answer = url_page(sources, request.page, "queueUrls", call);
  if (!answer.contains("queueUrls")) answer.set("queueUrls", base::Json::array());  // required, unlike ListQueues' own
  return answer;
}

}  // namespace list_dead_letter_source_queues_operation

constinit const Operation<Queues> list_dead_letter_source_queues =
    protocol::operation<&list_dead_letter_source_queues_operation::run,
                        &queue_resource<list_dead_letter_source_queues_operation::Request>>(
        "sqs:ListDeadLetterSourceQueues");

}  // namespace sqs
