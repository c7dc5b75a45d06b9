#include <algorithm>

#include "emulator/sqs/errors.h"
#include "emulator/sqs/operations.h"

namespace sqs {
namespace receive_message_operation {

// SQS API Reference, ReceiveMessage.
constexpr std::string_view kSystemAttributes[] = {"All",
                                                  "SenderId",
                                                  "SentTimestamp",
                                                  "ApproximateReceiveCount",
                                                  "ApproximateFirstReceiveTimestamp",
                                                  "SequenceNumber",
                                                  "MessageDeduplicationId",
                                                  "MessageGroupId",
                                                  "AWSTraceHeader",
                                                  "DeadLetterQueueSourceArn"};

// A list of names. Older clients write one of none as a field without a value.
std::vector<std::string> parse_names(const Fields& in, std::string_view field) {
  const base::Json* value = in.find(field);
  if (value && value->is_string() && value->as_string().empty()) return {};
  return in.strings(field);
}

struct Request {
  std::string queue_url = {};
  Receive wanted = {};
  std::vector<std::string> system_attributes = {};
  std::vector<std::string> attributes = {};  // names, "prefix.*", or "All"
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "AttributeNames", "MessageSystemAttributeNames", "MessageAttributeNames",
                        "MaxNumberOfMessages", "VisibilityTimeout", "WaitTimeSeconds", "ReceiveRequestAttemptId"});
    Request request{.queue_url = parse_queue_url(in),
                    .system_attributes = parse_names(in, "AttributeNames"),
                    .attributes = parse_names(in, "MessageAttributeNames")};
    for (const std::string& name : parse_names(in, "MessageSystemAttributeNames"))
      request.system_attributes.push_back(name);
    for (const std::string& name : request.system_attributes) {
      if (std::ranges::find(kSystemAttributes, name) == std::end(kSystemAttributes)) throw invalid_attribute_name(name);
    }
    const std::int64_t messages = in.integer_or("MaxNumberOfMessages", 1);
    if (messages < 1 || messages > 10) throw not_between(messages, "MaxNumberOfMessages", 1, 10);
    request.wanted.messages = static_cast<std::size_t>(messages);
    if (const auto wait = find_in_range(in, "WaitTimeSeconds", 0, 20)) request.wanted.wait = seconds(*wait);
    if (in.has("VisibilityTimeout")) request.wanted.visibility = parse_visibility(in);
    request.wanted.attempt = in.string_or("ReceiveRequestAttemptId", "");
    return request;
  }
};

bool wants(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](const std::string& wanted) {
    if (wanted == "All" || wanted == "*" || wanted == name) return true;
    return wanted.ends_with(".*") && name.starts_with(std::string_view(wanted).substr(0, wanted.size() - 2));
  });
}

base::Json system_attributes(const Delivery& delivery, const std::vector<std::string>& names) {
  const auto& [message, place, receipt] = delivery;
  const std::pair<std::string_view, std::string> all[] = {
      {"SenderId", message.sender},
      {"SentTimestamp", std::to_string(base::to_epoch_millis(place.sent))},
      {"ApproximateReceiveCount", std::to_string(place.receives)},
      {"ApproximateFirstReceiveTimestamp", std::to_string(base::to_epoch_millis(place.first_received))},
      {"SequenceNumber", place.group.empty() ? "" : sequence_number(place.sequence)},
      {"MessageDeduplicationId", message.deduplication},
      {"MessageGroupId", message.group},
      {"AWSTraceHeader", message.trace_header},
      {"DeadLetterQueueSourceArn", message.dead_letter_source}};
  base::Json result = base::Json::object();
  for (const auto& [name, value] : all) {
    if (!value.empty() && wants(names, name)) result.set(name, value);
  }
  return result;
}

base::Json describe_delivery(const Delivery& delivery, const Request& request) {
  base::Json shown{{"MessageId", delivery.message.id},
                   {"ReceiptHandle", delivery.receipt},
                   {"MD5OfBody", md5_of(delivery.message.body)},
                   {"Body", delivery.message.body}};
  base::Json system = system_attributes(delivery, request.system_attributes);
  if (!system.empty()) shown.set("Attributes", std::move(system));
  MessageAttributes attributes = delivery.message.attributes;
  std::erase_if(attributes, [&](const auto& attribute) { return !wants(request.attributes, attribute.first); });
  if (attributes.empty()) return shown;
  // The digest is of those that are shown.
  shown.set("MD5OfMessageAttributes", md5_of(attributes));
  base::Json members = base::Json::object();
  for (const auto& [name, attribute] : attributes) members.set(name, describe(attribute));
  shown.set("MessageAttributes", std::move(members));
  return shown;
}

base::Json run(Queues& queues, const Request& request, const Call& call) {
  if (!request.wanted.attempt.empty() && !queues.get(arn_of(request.queue_url, call)).fifo) {
    throw invalid_for_queue_type(request.wanted.attempt, "ReceiveRequestAttemptId");
  }
  const auto deliveries = queues.receive(arn_of(request.queue_url, call), request.wanted);
  base::Json answer = base::Json::object();
  if (deliveries.empty()) return answer;
  base::Json messages = base::Json::array();
  for (const Delivery& delivery : deliveries) messages.push_back(describe_delivery(delivery, request));
  answer.set("Messages", std::move(messages));
  return answer;
}

}  // namespace receive_message_operation

constinit const Operation<Queues> receive_message =
    protocol::operation<&receive_message_operation::run, &queue_resource<receive_message_operation::Request>>(
        "sqs:ReceiveMessage");

}  // namespace sqs
