#include "functions/normalize/delivery.h"

#include <fmt/format.h>

#include <array>

#include "base/failure.h"
#include "base/text.h"

namespace normalize {
namespace delivery_detail {

using base::Json;

constexpr std::array<std::chrono::seconds, 3> kPauses = {std::chrono::seconds(5), std::chrono::seconds(25),
                                                         std::chrono::seconds(125)};

Delivery parse_message(const Json& message) {
  Delivery delivery{.message_id = message.at("messageId").as_string(),
                    .receipt_handle = message.at("receiptHandle").as_string(),
                    .body = message.at("body").as_string()};
  const auto count = base::parse_int(message.at("attributes").at("ApproximateReceiveCount").as_string());
  delivery.receive_count = static_cast<int>(count.value_or(1));
  return delivery;
}

}  // namespace delivery_detail

Deliveries parse_deliveries(const base::Json& event) {
  try {
    if (event.contains("detail-type")) return {.all = {{.body = event.dump()}}};
    Deliveries deliveries{.from_queue = true};
    for (const base::Json& message : event.at("Records").elements())
      deliveries.all.push_back(delivery_detail::parse_message(message));
    return deliveries;
  } catch (const base::JsonError& error) {
    throw base::Failure(
        "BadEvent", fmt::format("the event is neither a batch of messages nor an event of the bus: {}", error.what()));
  }
}

domain::AcceptedEvent parse_bus_event(std::string_view body) {
  const auto event = base::Json::try_parse(body);
  if (!event || event->text("detail-type") != domain::AcceptedEvent::kDetailType)
    throw base::Failure("BadEvent", fmt::format("the message is no bus event {}", domain::AcceptedEvent::kDetailType));
  const base::Json* detail = event->find("detail");
  return domain::parse_accepted_event(detail ? *detail : base::Json());
}

std::optional<std::chrono::seconds> pause_after(int receive_count) {
  if (receive_count < 1 || static_cast<std::size_t>(receive_count) > delivery_detail::kPauses.size()) return {};
  return delivery_detail::kPauses[static_cast<std::size_t>(receive_count) - 1];
}

}  // namespace normalize
