#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace list_archives_operation {

struct Request {
  std::string prefix = {}, bus = {}, state = {};
  Page page = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"NamePrefix", "EventSourceArn", "State", "NextToken", "Limit"});
    return {.prefix = in.string_or("NamePrefix", ""),
            .bus = in.string_or("EventSourceArn", ""),
            .state = in.string_or("State", "ENABLED"),
            .page = Page::from(in)};
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  if (!request.bus.empty()) service.buses.get(call, request.bus);
  base::Json all = base::Json::array();
  for (const Archive* archive : service.archives.list(call.account, call.region)) {
    const bool wanted = archive->name.starts_with(request.prefix) && request.state == "ENABLED" &&
                        (request.bus.empty() || archive->bus == request.bus);
    if (wanted) all.push_back(describe(service, *archive));
  }
  return request.page.cut("Archives", all);
}

}  // namespace list_archives_operation

constinit const Operation<EventBridge> list_archives =
    protocol::operation<&list_archives_operation::run, &any_resource<list_archives_operation::Request>>(
        "events:ListArchives");

}  // namespace events
