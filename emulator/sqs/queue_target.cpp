#include "emulator/sqs/errors.h"
#include "emulator/sqs/queues.h"

// What other services put into queues: notifications, dead letters, events.

namespace sqs {
namespace queue_target_detail {

MessageAttributes attributes_of(const base::Json& given) {
  MessageAttributes result;
  const base::Json* named = given.find("messageAttributes");
  if (!named) return result;
  base::Json described = base::Json::object();
  for (const auto& [name, value] : named->members()) {
    described.set(name, value.is_string() ? base::Json{{"DataType", "String"}, {"StringValue", value}} : value);
  }
  const base::Json fields{{"MessageAttributes", std::move(described)}};
  return parse_message_attributes(protocol::Fields(fields, kFieldFaults), "MessageAttributes");
}

}  // namespace queue_target_detail

using namespace queue_target_detail;

delivery::Outcome Queues::deliver(const delivery::Message& message) {
  if (!find(message.target)) return delivery::refused("no such queue: " + message.target);
  try {
    send(message.target, Outgoing{.message = {.body = message.payload,
                                              .attributes = attributes_of(message.attributes),
                                              .sender = message.source,
                                              .group = message.attributes.text("messageGroupId"),
                                              .deduplication = message.attributes.text("messageDeduplicationId")}});
    return delivery::taken();
  } catch (const Fault& fault) {
    return delivery::refused(fault.message);
  } catch (const store::WriteError& error) {
    return delivery::retry(error.what());
  }
}

delivery::Target Queues::delivery_target() {
  using std::chrono::minutes;
  return {.arn_prefix = "arn:aws:sqs:",
          .policy = delivery::RetryPolicy{.delays = {seconds(1), seconds(5), seconds(30), minutes(5), minutes(30)}},
          .deliver = [this](const delivery::Message& message) { return deliver(message); }};
}

}  // namespace sqs
