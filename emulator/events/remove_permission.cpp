#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace remove_permission_operation {

struct Request {
  std::string bus = {};
  std::string id = {};
  bool all = false;
  static Request from(const Fields& in) {
    refuse_unknown(in, {"EventBusName", "StatementId", "RemoveAllPermissions"});
    Request request{.bus = in.string_or("EventBusName", ""),
                    .id = in.string_or("StatementId", ""),
                    .all = in.boolean_or("RemoveAllPermissions", false)};
    if (request.id.empty() && !request.all) throw validation("Parameter StatementId is required.");
    return request;
  }
};

void run(EventBridge& service, const Request& request, const Call& call) {
  Bus bus = service.buses.get(call, request.bus);
  if (request.all) {
    bus.policy = nullptr;
  } else {
    std::size_t removed = 0;
    if (base::Json* statements = bus.policy.find("Statement")) {
      removed = std::erase_if(statements->mutable_elements(),
                              [&](const base::Json& known) { return known.text("Sid") == request.id; });
      if (statements->empty()) bus.policy = nullptr;
    }
    if (removed == 0) throw not_found("Statement with the provided id does not exist.");
  }
  service.buses.save(std::move(bus));
}

}  // namespace remove_permission_operation

constinit const Operation<EventBridge> remove_permission =
    protocol::operation<&remove_permission_operation::run, &bus_resource<remove_permission_operation::Request>>(
        "events:RemovePermission");

}  // namespace events
