#include "emulator/sqs/batch.h"
#include "emulator/sqs/operations.h"

namespace sqs {
namespace delete_message_batch_operation {

struct Request {
  std::string queue_url = {};
  std::vector<BatchResult> entries = {};
  std::vector<std::string> receipts = {};  // of those entries that have no fault, in order
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "Entries"});
    Request request{.queue_url = parse_queue_url(in)};
    request.entries =
        parse_batch(in, [&](const Fields& entry) { request.receipts.push_back(entry.string("ReceiptHandle")); });
    return request;
  }
};

base::Json run(Queues& queues, const Request& request, const Call& call) {
  const auto outcomes = queues.remove(arn_of(request.queue_url, call), request.receipts);
  std::vector<BatchResult> results = request.entries;
  auto outcome = outcomes.begin();
  for (BatchResult& result : results) {
    if (!result.fault) result.fault = *outcome++;
  }
  return describe(results);
}

}  // namespace delete_message_batch_operation

constinit const Operation<Queues> delete_message_batch =
    protocol::operation<&delete_message_batch_operation::run, &queue_resource<delete_message_batch_operation::Request>>(
        "sqs:DeleteMessage", "DeleteMessageBatch");

}  // namespace sqs
