#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace list_event_buses_operation {

struct Request {
  std::string prefix = {};
  Page page = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"NamePrefix", "NextToken", "Limit"});
    return {.prefix = in.string_or("NamePrefix", ""), .page = Page::from(in)};
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  base::Json all = base::Json::array();
  for (const Bus* bus : service.buses.list(call, request.prefix)) all.push_back(describe(*bus));
  return request.page.cut("EventBuses", all);
}

}  // namespace list_event_buses_operation

constinit const Operation<EventBridge> list_event_buses =
    protocol::operation<&list_event_buses_operation::run, &any_resource<list_event_buses_operation::Request>>(
        "events:ListEventBuses");

}  // namespace events
