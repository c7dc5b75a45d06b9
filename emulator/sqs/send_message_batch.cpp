#include "emulator/sqs/batch.h"
#include "emulator/sqs/errors.h"
#include "emulator/sqs/operations.h"
#include "emulator/sqs/outgoing_message.h"

namespace sqs {
namespace send_message_batch_operation {

constexpr std::size_t kMostBytes = 1'048'576;

struct Request {
  std::string queue_url = {};
  std::vector<BatchResult> entries = {};
  std::vector<Outgoing> outgoing = {};  // of those entries that have no fault, in order
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "Entries"});
    Request request{.queue_url = parse_queue_url(in)};
    request.entries = parse_batch(in, [&](const Fields& entry) { request.outgoing.push_back(parse_outgoing(entry)); });
    std::size_t bytes = 0;
    for (const Outgoing& outgoing : request.outgoing) bytes += size_of(outgoing.message);
    if (bytes > kMostBytes) throw batch_request_too_long(bytes);
    return request;
  }
};

// What each message of a FIFO queue must have is asked of the whole batch, not of an entry alone.
void check_fifo_ids(const QueueDescription& queue, const std::vector<Outgoing>& batch) {
  if (!queue.fifo) return;
  for (const Outgoing& outgoing : batch) {
    if (outgoing.message.deduplication.empty() && !queue.content_based_deduplication) throw no_deduplication_id();
    if (outgoing.message.group.empty()) throw invalid_parameter_value(missing_field("MessageGroupId").message);
  }
}

base::Json run(Queues& queues, const Request& request, const Call& call) {
  const std::string arn = arn_of(request.queue_url, call);
  check_fifo_ids(queues.get(arn), request.outgoing);
  std::vector<BatchResult> results = request.entries;
  std::vector<Outgoing> sent;
  auto outgoing = request.outgoing.begin();
  for (BatchResult& result : results) {
    if (result.fault) continue;
    result.fault = queues.find_problem(arn, *outgoing);
    if (!result.fault) {
      sent.push_back(*outgoing);
      sent.back().message.sender = sender_of(call);
    }
    ++outgoing;
  }
  const auto answers = queues.send(arn, std::move(sent));
  auto answer = answers.begin();
  for (BatchResult& result : results) {
    if (!result.fault) result.members = describe(*answer++);
  }
  return describe(results);
}

}  // namespace send_message_batch_operation

constinit const Operation<Queues> send_message_batch =
    protocol::operation<&send_message_batch_operation::run, &queue_resource<send_message_batch_operation::Request>>(
        "sqs:SendMessage", "SendMessageBatch");

}  // namespace sqs
