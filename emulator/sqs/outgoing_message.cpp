#include "emulator/sqs/outgoing_message.h"

#include <algorithm>

#include "emulator/sqs/errors.h"
#include "emulator/sqs/operations.h"

namespace sqs {

namespace outgoing_message_detail {

// Empty where it is not given.
std::string parse_fifo_id(const Fields& in, std::string_view name) {
  const auto id = in.find_string(name);
  if (!id) return {};
  const bool good = !id->empty() && id->size() <= 128 && std::ranges::all_of(*id, [](char c) {
    return c > ' ' && c <= '~';  // "alphanumeric characters and punctuation"
  });
  if (!good) throw invalid_fifo_id(*id, name);
  return *id;
}

}  // namespace outgoing_message_detail

using namespace outgoing_message_detail;

Outgoing parse_outgoing(const Fields& in) {
  refuse_unknown(in, {"QueueUrl", "Id", "MessageBody", "DelaySeconds", "MessageAttributes", "MessageSystemAttributes",
                      "MessageGroupId", "MessageDeduplicationId"});
  Outgoing outgoing{
      .message = {.body = in.string("MessageBody"), .attributes = parse_message_attributes(in, "MessageAttributes")}};
  check_body(outgoing.message.body);
  if (const auto delay = find_in_range(in, "DelaySeconds", 0, 900)) outgoing.delay = seconds(*delay);
  outgoing.message.group = parse_fifo_id(in, "MessageGroupId");
  outgoing.message.deduplication = parse_fifo_id(in, "MessageDeduplicationId");
  if (const auto system = in.find_fields("MessageSystemAttributes")) {
    for (const auto& [name, value] : system->json().members()) {
      if (name != "AWSTraceHeader") {
        throw invalid_parameter_value("Message system attribute name '" + name + "' is invalid.");
      }
      outgoing.message.trace_header = system->fields(name).string("StringValue");
    }
  }
  return outgoing;
}

std::string sender_of(const Call& call) { return call.principal.empty() ? call.account : call.caller; }

base::Json describe(const Sent& sent) {
  base::Json answer{{"MessageId", sent.id}, {"MD5OfMessageBody", sent.md5_of_body}};
  if (!sent.md5_of_attributes.empty()) answer.set("MD5OfMessageAttributes", sent.md5_of_attributes);
  if (!sent.md5_of_system_attributes.empty()) answer.set("MD5OfMessageSystemAttributes", sent.md5_of_system_attributes);
  if (!sent.sequence_number.empty()) answer.set("SequenceNumber", sent.sequence_number);
  return answer;
}

}  // namespace sqs
