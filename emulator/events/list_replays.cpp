#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace list_replays_operation {

struct Request {
  std::string prefix = {}, archive = {}, state = {};
  Page page = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"NamePrefix", "EventSourceArn", "State", "NextToken", "Limit"});
    return {.prefix = in.string_or("NamePrefix", ""),
            .archive = in.string_or("EventSourceArn", ""),
            .state = in.string_or("State", ""),
            .page = Page::from(in)};
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  base::Json all = base::Json::array();
  for (const Replay* replay : service.replays.list(call.account, call.region)) {
    const bool wanted = replay->name.starts_with(request.prefix) &&
                        (request.archive.empty() || replay->archive == request.archive) &&
                        (request.state.empty() || replay->state == request.state);
    if (wanted) all.push_back(describe(*replay));
  }
  return request.page.cut("Replays", all);
}

}  // namespace list_replays_operation

constinit const Operation<EventBridge> list_replays =
    protocol::operation<&list_replays_operation::run, &any_resource<list_replays_operation::Request>>(
        "events:ListReplays");

}  // namespace events
