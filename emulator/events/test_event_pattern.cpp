#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace test_event_pattern_operation {

struct Request {
  std::string pattern = {};
  std::string event = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"EventPattern", "Event"});
    return {.pattern = in.string("EventPattern"), .event = in.string("Event")};
  }
};

// The API Reference asks for "resources" too; AWS does not.
void check_event(const std::string& text) {
  const auto event = base::Json::try_parse(text);
  if (!event || !event->is_object()) throw validation("Parameter Event is not valid.");
  for (const std::string_view name : {"id", "account", "source", "time", "region", "detail-type"}) {
    if (!event->contains(name)) throw validation("Parameter Event is not valid.");
  }
}

base::Json run(EventBridge&, const Request& request, const Call&) {
  check_event(request.event);
  const auto pattern = compile_pattern(request.pattern);
  try {
    return {{"Result", pattern->matches(patterns::FlatEvent(request.event))}};
  } catch (const patterns::JsonTextError&) {
    throw validation("Parameter Event is not valid.");
  }
}

}  // namespace test_event_pattern_operation

constinit const Operation<EventBridge> test_event_pattern =
    protocol::operation<&test_event_pattern_operation::run, &any_resource<test_event_pattern_operation::Request>>(
        "events:TestEventPattern");

}  // namespace events
