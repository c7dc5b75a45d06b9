#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace update_event_bus_operation {

struct Request {
  std::string bus = {};
  std::optional<std::string> description = {};
  base::Json dead_letter = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Name", "Description", "DeadLetterConfig"});
    Request request{.bus = in.string_or("Name", ""), .description = in.find_string("Description")};
    if (const base::Json* dead_letter = in.find("DeadLetterConfig")) request.dead_letter = *dead_letter;
    return request;
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  Bus bus = service.buses.get(call, request.bus);
  if (request.description) bus.description = *request.description;
  if (!request.dead_letter.is_null()) bus.dead_letter = request.dead_letter;
  service.buses.save(bus);
  base::Json answer = {{"Arn", bus.arn()}, {"Name", bus.name}, {"Description", bus.description}};
  if (!bus.dead_letter.is_null()) answer.set("DeadLetterConfig", bus.dead_letter);
  return answer;
}

}  // namespace update_event_bus_operation

constinit const Operation<EventBridge> update_event_bus =
    protocol::operation<&update_event_bus_operation::run, &bus_resource<update_event_bus_operation::Request>>(
        "events:UpdateEventBus");

}  // namespace events
