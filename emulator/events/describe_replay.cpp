#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace describe_replay_operation {

base::Json run(EventBridge& service, const ReplayRequest& request, const Call& call) {
  const Replay& replay = get_replay(service, call, request.replay);
  base::Json destination = {{"Arn", replay.bus}};
  for (const std::string& rule : replay.rules) destination["FilterArns"].push_back(rule);
  base::Json shown = describe(replay).set("ReplayArn", replay.arn()).set("Destination", std::move(destination));
  if (!replay.description.empty()) shown.set("Description", replay.description);
  return shown;
}

}  // namespace describe_replay_operation

constinit const Operation<EventBridge> describe_replay =
    protocol::operation<&describe_replay_operation::run, &replay_resource<ReplayRequest>>("events:DescribeReplay");

}  // namespace events
