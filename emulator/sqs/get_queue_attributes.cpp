#include <algorithm>

#include "emulator/sqs/attributes.h"
#include "emulator/sqs/errors.h"
#include "emulator/sqs/operations.h"

namespace sqs {
namespace get_queue_attributes_operation {

constexpr std::string_view kMeasured[] = {"ApproximateNumberOfMessages",
                                          "ApproximateNumberOfMessagesNotVisible",
                                          "ApproximateNumberOfMessagesDelayed",
                                          "CreatedTimestamp",
                                          "LastModifiedTimestamp",
                                          "QueueArn"};

template <class List>
bool contains(const List& list, std::string_view name) {
  return std::ranges::find(list, name) != std::end(list);
}

struct Request {
  std::string queue_url = {};
  std::vector<std::string> names = {};
  bool all = false;
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "AttributeNames"});
    Request request{.queue_url = parse_queue_url(in), .names = in.strings("AttributeNames")};
    for (const std::string& name : request.names) {
      if (name == "All") {
        request.all = true;
      } else if (!contains(kMeasured, name) && !contains(kSettableAttributes, name)) {
        throw invalid_attribute_name(name);
      }
    }
    return request;
  }
};

base::Json run(Queues& queues, const Request& request, const Call& call) {
  const std::string arn = arn_of(request.queue_url, call);
  const QueueDescription& queue = queues.get(arn);
  const Queues::Status status = queues.status(arn);
  const auto in_seconds = [](TimePoint time) { return base::to_epoch_millis(time) / 1000; };
  const std::pair<std::string_view, std::string> measured[] = {
      {"QueueArn", arn},
      {"ApproximateNumberOfMessages", std::to_string(status.counts.visible)},
      {"ApproximateNumberOfMessagesNotVisible", std::to_string(status.counts.in_flight)},
      {"ApproximateNumberOfMessagesDelayed", std::to_string(status.counts.delayed)},
      {"CreatedTimestamp", std::to_string(in_seconds(status.created))},
      {"LastModifiedTimestamp", std::to_string(in_seconds(status.modified))}};
  base::Json attributes = base::Json::object();
  for (const auto& [name, value] : measured) {
    if (request.all || contains(request.names, name)) attributes.set(name, value);
  }
  for (const std::string_view name : kSettableAttributes) {
    if (!request.all && !contains(request.names, name)) continue;
    if (auto value = find_attribute(queue, name)) attributes.set(name, std::move(*value));
  }
  base::Json answer = base::Json::object();
  if (!attributes.empty()) answer.set("Attributes", std::move(attributes));
  return answer;
}

}  // namespace get_queue_attributes_operation

constinit const Operation<Queues> get_queue_attributes =
    protocol::operation<&get_queue_attributes_operation::run, &queue_resource<get_queue_attributes_operation::Request>>(
        "sqs:GetQueueAttributes");

}  // namespace sqs
