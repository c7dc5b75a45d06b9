#include "emulator/lambda/sqs_event.h"

#include <algorithm>

#include "base/text.h"

namespace lambda_service {
namespace sqs_event_detail {

using base::Json;

Json shown_attributes(const sqs::MessageAttributes& attributes) {
  Json shown = Json::object();
  for (const auto& [name, attribute] : attributes) {
    Json value = Json::object();
    if (attribute.is_binary()) {
      value.set("binaryValue", base::to_base64(attribute.value));
    } else {
      value.set("stringValue", attribute.value);
    }
    value.set("stringListValues", Json::array());
    value.set("binaryListValues", Json::array());
    value.set("dataType", attribute.type);
    shown.set(name, std::move(value));
  }
  return shown;
}

Json system_attributes(const sqs::Delivery& delivery) {
  const auto& [message, place, receipt] = delivery;
  Json shown{{"ApproximateReceiveCount", std::to_string(place.receives)},
             {"SentTimestamp", std::to_string(base::to_epoch_millis(place.sent))},
             {"SenderId", message.sender},
             {"ApproximateFirstReceiveTimestamp", std::to_string(base::to_epoch_millis(place.first_received))}};
  if (!place.group.empty()) shown.set("SequenceNumber", sqs::sequence_number(place.sequence));
  if (!message.group.empty()) shown.set("MessageGroupId", message.group);
  if (!message.deduplication.empty()) shown.set("MessageDeduplicationId", message.deduplication);
  if (!message.trace_header.empty()) shown.set("AWSTraceHeader", message.trace_header);
  if (!message.dead_letter_source.empty()) shown.set("DeadLetterQueueSourceArn", message.dead_letter_source);
  return shown;
}

}  // namespace sqs_event_detail

using namespace sqs_event_detail;

Json sqs_record(const sqs::Delivery& delivery, std::string_view queue_arn) {
  const auto parts = base::split(queue_arn, ':');
  Json record{{"messageId", delivery.message.id},
              {"receiptHandle", delivery.receipt},
              {"body", delivery.message.body},
              {"attributes", system_attributes(delivery)},
              {"messageAttributes", shown_attributes(delivery.message.attributes)},
              {"md5OfBody", sqs::md5_of(delivery.message.body)}};
  if (!delivery.message.attributes.empty()) {
    record.set("md5OfMessageAttributes", sqs::md5_of(delivery.message.attributes));
  }
  record.set("eventSource", "aws:sqs");
  record.set("eventSourceARN", queue_arn);
  record.set("awsRegion", parts.size() > 3 ? parts[3] : std::string_view());
  return record;
}

std::string sqs_event(const std::vector<std::string>& records) {
  return "{\"Records\":[" + base::join(records, ",") + "]}";
}

std::optional<std::vector<std::string>> parse_batch_item_failures(std::string_view answer,
                                                                  const std::vector<sqs::Delivery>& batch) {
  std::vector<std::string> failed;
  if (base::trim(answer).empty()) return failed;
  const auto parsed = Json::try_parse(answer);
  if (!parsed) return std::nullopt;
  const Json* list = parsed->find("batchItemFailures");
  if (parsed->is_null() || (parsed->is_object() && (!list || list->is_null()))) return failed;
  if (!list || !list->is_array()) return std::nullopt;
  for (const Json& item : list->elements()) {
    const std::string id = item.text("itemIdentifier");
    const bool known =
        std::ranges::any_of(batch, [&](const sqs::Delivery& delivery) { return delivery.message.id == id; });
    if (!known) return std::nullopt;
    failed.push_back(id);
  }
  return failed;
}

}  // namespace lambda_service
