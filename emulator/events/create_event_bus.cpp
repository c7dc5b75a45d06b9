#include "emulator/events/errors.h"
#include "emulator/events/names.h"
#include "emulator/events/operations.h"

namespace events {
namespace create_event_bus_operation {

struct Request {
  std::string bus = {};
  std::string description = {};
  base::Json dead_letter = {};
  Tags tags = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Name", "Description", "DeadLetterConfig", "Tags"});
    Request request{.bus = in.string("Name"), .description = in.string_or("Description", ""), .tags = parse_tags(in)};
    if (const base::Json* dead_letter = in.find("DeadLetterConfig")) request.dead_letter = *dead_letter;
    Constraints constraints;
    constraints.check_name(request.bus, "name", 256, "/");
    constraints.check_length(request.description, "description", 512);
    constraints.require();
    return request;
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  const Bus& made = service.buses.create({.account = call.account,
                                          .region = call.region,
                                          .name = request.bus,
                                          .description = request.description,
                                          .dead_letter = request.dead_letter,
                                          .tags = request.tags});
  base::Json answer = {{"EventBusArn", made.arn()}};
  if (!made.description.empty()) answer.set("Description", made.description);
  if (!made.dead_letter.is_null()) answer.set("DeadLetterConfig", made.dead_letter);
  return answer;
}

}  // namespace create_event_bus_operation

constinit const Operation<EventBridge> create_event_bus =
    protocol::operation<&create_event_bus_operation::run, &bus_resource<create_event_bus_operation::Request>>(
        "events:CreateEventBus");

}  // namespace events
