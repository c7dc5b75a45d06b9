#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace cancel_replay_operation {

base::Json run(EventBridge& service, const ReplayRequest& request, const Call& call) {
  const Replay& replay = get_replay(service, call, request.replay);
  if (!replay.runs()) {
    throw illegal_status(fmt::format("Replay {} is not in a valid state for this operation.", replay.name));
  }
  const std::string arn = replay.arn();
  service.replays.cancel(arn);
  return {{"ReplayArn", arn}, {"State", "CANCELLING"}};
}

}  // namespace cancel_replay_operation

constinit const Operation<EventBridge> cancel_replay =
    protocol::operation<&cancel_replay_operation::run, &replay_resource<ReplayRequest>>("events:CancelReplay");

}  // namespace events
