#include "emulator/events/errors.h"
#include "emulator/events/names.h"
#include "emulator/events/operations.h"

namespace events {
namespace start_replay_operation {

base::TimePoint time_in(const Fields& in, std::string_view name) {
  const base::Json& value = in.get(name);
  if (!value.is_number()) throw wrong_kind(in.path_of(name), "timestamp", value);
  return base::from_epoch_seconds(value.as_double());
}

struct Request {
  std::string replay = {};
  std::string description = {}, archive = {}, bus = {};
  std::vector<std::string> rules = {};
  base::TimePoint begin = {}, end = {};
  static Request from(const Fields& in) {
    refuse_unknown(in,
                   {"ReplayName", "Description", "EventSourceArn", "EventStartTime", "EventEndTime", "Destination"});
    const Fields destination = in.fields("Destination");
    Request request{.replay = in.string("ReplayName"),
                    .description = in.string_or("Description", ""),
                    .archive = in.string("EventSourceArn"),
                    .bus = destination.string("Arn"),
                    .rules = destination.strings("FilterArns"),
                    .begin = time_in(in, "EventStartTime"),
                    .end = time_in(in, "EventEndTime")};
    Constraints constraints;
    constraints.check_name(request.replay, "replayName", 64);
    constraints.check_length(request.description, "description", 512);
    constraints.require();
    return request;
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  Replay replay{.account = call.account,
                .region = call.region,
                .name = request.replay,
                .description = request.description,
                .archive = request.archive,
                .bus = request.bus,
                .rules = request.rules,
                .from = request.begin,
                .to = request.end};
  const std::string arn = replay.arn();
  if (service.replays.find(arn)) throw already_exists("Replay " + request.replay);
  if (request.begin >= request.end) {
    throw invalid_argument("EventEndTime", "EventStartTime must be before EventEndTime.");
  }
  const Archive* archive = service.archives.find(request.archive);
  if (!archive) {
    const std::string name = parse_arn(request.archive).rest;
    throw invalid_argument("EventSourceArn",
                           fmt::format("Archive {} does not exist.", name.empty() ? request.archive : name));
  }
  if (service.buses.get(call, request.bus).arn() != archive->bus) {
    throw invalid_argument("Destination.Arn", "Cross event bus replay is not permitted.");
  }
  service.replays.start(std::move(replay));
  const Replay& started = *service.replays.find(arn);
  return {{"ReplayArn", arn}, {"State", "STARTING"}, {"ReplayStartTime", base::to_epoch_seconds(started.started)}};
}

}  // namespace start_replay_operation

constinit const Operation<EventBridge> start_replay =
    protocol::operation<&start_replay_operation::run, &replay_resource<start_replay_operation::Request>>(
        "events:StartReplay");

}  // namespace events
