#include "emulator/events/archive.h"

#include <fmt/format.h>

namespace events {
namespace {

using base::Json;

Json time_of(const std::optional<TimePoint>& time) { return time ? Json(base::to_epoch_millis(*time)) : Json(); }
std::optional<TimePoint> decode_time(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(base::from_epoch_millis(json.as_int()));
}

}  // namespace

std::string Archive::arn() const { return fmt::format("arn:aws:events:{}:{}:archive/{}", region, account, name); }
std::string Replay::arn() const { return fmt::format("arn:aws:events:{}:{}:replay/{}", region, account, name); }

Json encode(const Archive& archive) {
  return {{"account", archive.account},
          {"region", archive.region},
          {"name", archive.name},
          {"bus", archive.bus},
          {"description", archive.description},
          {"pattern", archive.pattern},
          {"retention", archive.retention_days},
          {"created", base::to_epoch_millis(archive.created)}};
}

Archive decode_archive(std::string_view record) {
  const Json j = Json::parse(record);
  Archive archive{.account = j.at("account").as_string(),
                  .region = j.at("region").as_string(),
                  .name = j.at("name").as_string(),
                  .bus = j.at("bus").as_string(),
                  .description = j.at("description").as_string(),
                  .pattern = j.at("pattern").as_string(),
                  .retention_days = static_cast<int>(j.at("retention").as_int()),
                  .created = base::from_epoch_millis(j.at("created").as_int())};
  if (!archive.pattern.empty())
    archive.compiled = std::make_shared<const patterns::Pattern>(patterns::Pattern::parse(archive.pattern));
  return archive;
}

Json encode(const Replay& replay) {
  Json rules = Json::array();
  for (const std::string& rule : replay.rules) rules.push_back(rule);
  return {{"account", replay.account},
          {"region", replay.region},
          {"name", replay.name},
          {"description", replay.description},
          {"archive", replay.archive},
          {"bus", replay.bus},
          {"rules", std::move(rules)},
          {"from", base::to_epoch_millis(replay.from)},
          {"to", base::to_epoch_millis(replay.to)},
          {"state", replay.state},
          {"reason", replay.reason},
          {"started", base::to_epoch_millis(replay.started)},
          {"ended", time_of(replay.ended)},
          {"reached", time_of(replay.reached)},
          {"position", replay.position}};
}

Replay decode_replay(std::string_view record) {
  const Json j = Json::parse(record);
  Replay replay{.account = j.at("account").as_string(),
                .region = j.at("region").as_string(),
                .name = j.at("name").as_string(),
                .description = j.at("description").as_string(),
                .archive = j.at("archive").as_string(),
                .bus = j.at("bus").as_string(),
                .from = base::from_epoch_millis(j.at("from").as_int()),
                .to = base::from_epoch_millis(j.at("to").as_int()),
                .state = j.at("state").as_string(),
                .reason = j.at("reason").as_string(),
                .started = base::from_epoch_millis(j.at("started").as_int()),
                .ended = decode_time(j.at("ended")),
                .reached = decode_time(j.at("reached")),
                .position = j.at("position").as_string()};
  for (const Json& rule : j.at("rules").elements()) replay.rules.push_back(rule.as_string());
  return replay;
}

}  // namespace events
