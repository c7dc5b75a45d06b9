#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace list_replays_operation {

base::Json run(EventBridge& service, const ListRequest& request, const Call& call) {
  base::Json all = base::Json::array();
  for (const Replay* replay : service.replays.list(call.account, call.region)) {
    const bool wanted = replay->name.starts_with(request.prefix) &&
                        (request.source.empty() || replay->archive == request.source) &&
                        (request.state.empty() || replay->state == request.state);
    if (wanted) all.push_back(describe(*replay));
  }
  return request.page.cut("Replays", all);
}

}  // namespace list_replays_operation

constinit const Operation<EventBridge> list_replays =
    protocol::operation<&list_replays_operation::run, &any_resource<ListRequest>>("events:ListReplays");

}  // namespace events
