#include "emulator/sqs/outgoing_message.h"

#include "emulator/sqs/errors.h"
#include "emulator/sqs/operations.h"

namespace sqs {

Outgoing parse_outgoing(const Fields& in) {
  refuse_unknown(in, {"QueueUrl", "Id", "MessageBody", "DelaySeconds", "MessageAttributes", "MessageSystemAttributes"});
  Outgoing outgoing{
      .message = {.body = in.string("MessageBody"), .attributes = parse_message_attributes(in, "MessageAttributes")}};
  check_body(outgoing.message.body);
  if (const auto delay = find_in_range(in, "DelaySeconds", 0, 900)) outgoing.delay = seconds(*delay);
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
  return answer;
}

}  // namespace sqs
