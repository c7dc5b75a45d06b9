#include "emulator/sqs/batch.h"
#include "emulator/sqs/operations.h"

namespace sqs {
namespace change_message_visibility_batch_operation {

struct Change {
  std::string receipt = {};
  seconds visibility = {};
};

struct Request {
  std::string queue_url = {};
  std::vector<BatchResult> entries = {};
  std::vector<Change> changes = {};  // of those entries that have no fault, in order
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "Entries"});
    Request request{.queue_url = parse_queue_url(in)};
    request.entries = parse_batch(in, [&](const Fields& entry) {
      request.changes.push_back({.receipt = entry.string("ReceiptHandle"), .visibility = parse_visibility(entry)});
    });
    return request;
  }
};

base::Json run(Queues& queues, const Request& request, const Call& call) {
  const std::string arn = arn_of(request.queue_url, call);
  queues.get(arn);
  std::vector<BatchResult> results = request.entries;
  auto change = request.changes.begin();
  for (BatchResult& result : results) {
    if (result.fault) continue;
    result.fault = queues.change_visibility(arn, change->receipt, change->visibility);
    ++change;
  }
  return describe(results);
}

}  // namespace change_message_visibility_batch_operation

constinit const Operation<Queues> change_message_visibility_batch =
    protocol::operation<&change_message_visibility_batch_operation::run,
                        &queue_resource<change_message_visibility_batch_operation::Request>>(
        "sqs:ChangeMessageVisibility", "ChangeMessageVisibilityBatch");

}  // namespace sqs
