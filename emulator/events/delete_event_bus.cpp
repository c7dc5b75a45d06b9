#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace delete_event_bus_operation {

struct Request {
  std::string bus = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Name"});
    return {.bus = in.string("Name")};
  }
};

void run(EventBridge& service, const Request& request, const Call& call) {
  if (request.bus == kDefaultBus) throw validation("Cannot delete event bus default.");
  const Bus& bus = service.buses.get(call, request.bus);
  for (const Rule* rule : service.rules.of(bus.arn())) service.rules.remove(Rule(*rule));
  service.buses.remove(bus);
}

}  // namespace delete_event_bus_operation

constinit const Operation<EventBridge> delete_event_bus =
    protocol::operation<&delete_event_bus_operation::run, &bus_resource<delete_event_bus_operation::Request>>(
        "events:DeleteEventBus");

}  // namespace events
