#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace describe_event_bus_operation {

struct Request {
  std::string bus = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Name"});
    return {.bus = in.string_or("Name", "")};
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  const Bus& bus = service.buses.get(call, request.bus);
  base::Json answer = describe(bus);
  if (!bus.dead_letter.is_null()) answer.set("DeadLetterConfig", bus.dead_letter);
  return answer;
}

}  // namespace describe_event_bus_operation

constinit const Operation<EventBridge> describe_event_bus =
    protocol::operation<&describe_event_bus_operation::run, &bus_resource<describe_event_bus_operation::Request>>(
        "events:DescribeEventBus");

}  // namespace events
