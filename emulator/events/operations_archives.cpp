// What the operations on archives and replays share.

#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {

ArchiveRequest ArchiveRequest::from(const Fields& in) {
  refuse_unknown(in, {"ArchiveName"});
  return {.archive = in.string("ArchiveName")};
}

ReplayRequest ReplayRequest::from(const Fields& in) {
  refuse_unknown(in, {"ReplayName"});
  return {.replay = in.string("ReplayName")};
}

ListRequest ListRequest::from(const Fields& in) {
  refuse_unknown(in, {"NamePrefix", "EventSourceArn", "State", "NextToken", "Limit"});
  return {.prefix = in.string_or("NamePrefix", ""),
          .source = in.string_or("EventSourceArn", ""),
          .state = in.string_or("State", ""),
          .page = Page::from(in)};
}

base::Json describe(const EventBridge& service, const Archive& archive) {
  const Archives::Contents contents = service.archives.contents(archive.arn());
  return {{"ArchiveName", archive.name},
          {"EventSourceArn", archive.bus},
          {"State", "ENABLED"},
          {"RetentionDays", archive.retention_days},
          {"SizeBytes", contents.bytes},
          {"EventCount", contents.events},
          {"CreationTime", base::to_epoch_seconds(archive.created)}};
}

base::Json made(const Archive& archive) {
  return {
      {"ArchiveArn", archive.arn()}, {"State", "ENABLED"}, {"CreationTime", base::to_epoch_seconds(archive.created)}};
}

base::Json describe(const Replay& replay) {
  base::Json shown = {{"ReplayName", replay.name},
                      {"EventSourceArn", replay.archive},
                      {"State", replay.state},
                      {"EventStartTime", base::to_epoch_seconds(replay.from)},
                      {"EventEndTime", base::to_epoch_seconds(replay.to)},
                      {"ReplayStartTime", base::to_epoch_seconds(replay.started)}};
  if (!replay.reason.empty()) shown.set("StateReason", replay.reason);
  if (replay.reached) shown.set("EventLastReplayedTime", base::to_epoch_seconds(*replay.reached));
  if (replay.ended) shown.set("ReplayEndTime", base::to_epoch_seconds(*replay.ended));
  return shown;
}

const Archive& get_archive(EventBridge& service, const Call& call, const std::string& name) {
  const Archive* found = service.archives.find(protocol::make_arn("events", call, "archive/" + name));
  if (!found) throw archive_not_found(name);
  return *found;
}

const Replay& get_replay(EventBridge& service, const Call& call, const std::string& name) {
  const Replay* found = service.replays.find(protocol::make_arn("events", call, "replay/" + name));
  if (!found) throw replay_not_found(name);
  return *found;
}

std::optional<int> retention_of(const Fields& in) {
  const auto days = in.find_integer("RetentionDays");
  if (!days) return std::nullopt;
  if (*days < 0 || *days > 2'147'483'647) {
    throw constraint(fmt::format(
        "Value '{}' at 'retentionDays' failed to satisfy constraint: Member must have value greater than or equal to 0",
        *days));
  }
  return static_cast<int>(*days);
}

}  // namespace events
