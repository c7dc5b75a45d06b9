#include "emulator/replay/sample_event.h"

#include <array>
#include <functional>

#include "base/text.h"

namespace replay {
namespace sample_event_detail {

using base::Json;
using Time = std::optional<base::TimePoint>;

// The first of `Records`, where its source is this; nothing for another.
const Json* record_of(const Json& event, std::string_view member, std::string_view source) {
  const Json* records = event.find("Records");
  if (!records || !records->is_array() || records->empty()) return nullptr;
  return records->at(0).text(member) == source ? &records->at(0) : nullptr;
}

const Json* deep(const Json& json, std::initializer_list<std::string_view> names) {
  const Json* found = &json;
  for (const std::string_view name : names) {
    if (found) found = found->find(name);
  }
  return found;
}

// Milliseconds, as a number or as the text of one.
Time time_of_millis(const Json* value) {
  if (!value) return std::nullopt;
  if (value->is_integer()) return base::from_epoch_millis(value->as_int());
  const auto millis = value->is_string() ? base::parse_int(value->as_string()) : std::nullopt;
  if (!millis) return std::nullopt;
  return base::from_epoch_millis(*millis);
}

bool is_gateway(const Json& event, std::string_view version) {
  return event.text("version") == version && deep(event, {"requestContext"});
}

std::optional<Time> s3(const Json& event) {
  const Json* record = record_of(event, "eventSource", "aws:s3");
  if (!record || !record->contains("s3")) return std::nullopt;
  return base::parse_iso8601(record->text("eventTime"));
}
std::optional<Time> sqs(const Json& event) {
  const Json* record = record_of(event, "eventSource", "aws:sqs");
  if (!record || !record->contains("body")) return std::nullopt;
  return time_of_millis(deep(*record, {"attributes", "SentTimestamp"}));
}
std::optional<Time> sns(const Json& event) {
  const Json* record = record_of(event, "EventSource", "aws:sns");
  if (!record || !record->contains("Sns")) return std::nullopt;
  return base::parse_iso8601(record->at("Sns").text("Timestamp"));
}
std::optional<Time> bus_event(const Json& event) {
  if (!event.contains("detail-type") || !event.contains("source") || !event.contains("detail")) return std::nullopt;
  return base::parse_iso8601(event.text("time"));
}
std::optional<Time> scheduled(const Json& event) {
  if (event.text("source") != "aws.events" || event.text("detail-type") != "Scheduled Event") return std::nullopt;
  return bus_event(event);
}
std::optional<Time> http_2(const Json& event) {
  if (!is_gateway(event, "2.0") || !deep(event, {"requestContext", "http"})) return std::nullopt;
  return time_of_millis(deep(event, {"requestContext", "timeEpoch"}));
}
std::optional<Time> http_1(const Json& event) {
  if (!is_gateway(event, "1.0") || !event.contains("httpMethod")) return std::nullopt;
  return time_of_millis(deep(event, {"requestContext", "requestTimeEpoch"}));
}

// Each answers nothing for another shape, and the event's time where it is its own.
struct Shape {
  std::string_view kind = {};
  std::optional<Time> (*read)(const Json& event) = nullptr;
};
constexpr std::array<Shape, 7> kShapes = {{{"S3 notification", s3},
                                           {"SQS messages", sqs},
                                           {"SNS notification", sns},
                                           {"scheduled event", scheduled},
                                           {"EventBridge event", bus_event},
                                           {"API Gateway request (payload 2.0)", http_2},
                                           {"API Gateway request (payload 1.0)", http_1}}};

}  // namespace sample_event_detail

using namespace sample_event_detail;

std::optional<SampleEvent> recognise(const base::Json& event) {
  for (const Shape& shape : kShapes) {
    if (const auto time = shape.read(event)) return SampleEvent{.kind = std::string(shape.kind), .time = *time};
  }
  return std::nullopt;
}

std::string known_samples() {
  std::vector<std::string> kinds;
  for (const Shape& shape : kShapes) kinds.emplace_back(shape.kind);
  return base::join(kinds, ", ");
}

}  // namespace replay
