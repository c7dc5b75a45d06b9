#include "emulator/events/rule.h"

#include <fmt/format.h>

#include "emulator/events/errors.h"

namespace events {

using base::Json;

std::shared_ptr<const patterns::Pattern> compile_pattern(const std::string& text) {
  try {
    auto pattern = std::make_shared<const patterns::Pattern>(patterns::Pattern::parse(text));
    patterns::check_complexity(*pattern);
    return pattern;
  } catch (const patterns::PatternError& error) {
    throw invalid_pattern(error.what());
  }
}

// Rules of the default bus do not name it. (EventBridge User Guide, "ARNs")
std::string Rule::arn() const {
  const std::string place = bus == kDefaultBus ? name : fmt::format("{}/{}", bus, name);
  return fmt::format("arn:aws:events:{}:{}:rule/{}", region, account, place);
}

const Target* Rule::find_target(std::string_view id) const {
  for (const Target& target : targets) {
    if (target.id == id) return &target;
  }
  return nullptr;
}

Json encode(const Rule& rule) {
  Json targets = Json::array();
  for (const Target& target : rule.targets) targets.push_back(target.settings);
  return {{"account", rule.account},
          {"region", rule.region},
          {"bus", rule.bus},
          {"name", rule.name},
          {"description", rule.description},
          {"pattern", rule.pattern},
          {"schedule", rule.schedule},
          {"state", rule.state},
          {"role", rule.role},
          {"tags", encode(rule.tags)},
          {"started", base::to_epoch_millis(rule.started)},
          {"targets", std::move(targets)}};
}

Rule decode_rule(std::string_view record) {
  const Json j = Json::parse(record);
  Rule rule{.account = j.at("account").as_string(),
            .region = j.at("region").as_string(),
            .bus = j.at("bus").as_string(),
            .name = j.at("name").as_string(),
            .description = j.at("description").as_string(),
            .pattern = j.at("pattern").as_string(),
            .schedule = j.at("schedule").as_string(),
            .state = j.at("state").as_string(),
            .role = j.at("role").as_string(),
            .tags = decode_tags(j.at("tags")),
            .started = base::from_epoch_millis(j.at("started").as_int())};
  rule.enabled = rule.state != "DISABLED";
  for (const Json& target : j.at("targets").elements()) {
    rule.targets.push_back({.id = target.text("Id"), .arn = target.text("Arn"), .settings = target});
  }
  if (!rule.pattern.empty())
    rule.compiled = std::make_shared<const patterns::Pattern>(patterns::Pattern::parse(rule.pattern));
  return rule;
}

}  // namespace events
