#include "emulator/boot_events.h"

#include <algorithm>

#include "emulator/boot_resource.h"
#include "emulator/events/errors.h"
#include "emulator/events/schedule.h"

namespace emulator {
namespace boot_events_detail {

using base::Json;

events::Tags tags_of(const cfn::Tags& tags) { return {tags.begin(), tags.end()}; }

void boot_bus(Parts& parts, const cfn::EventBus& bus) {
  parts.event_bridge.buses.ensure(
      {.account = parts.options.account,
       .region = parts.options.region,
       .name = bus.name,
       .description = bus.description,
       .policy = bus.policy,
       .dead_letter = bus.dead_letter_arn.empty() ? Json() : Json{{"Arn", bus.dead_letter_arn}},
       .tags = tags_of(bus.tags)});
}

void boot_policy(Parts& parts, const cfn::EventBusPolicy& policy, const protocol::Call& owner) {
  events::Bus bus = parts.event_bridge.buses.get(owner, policy.bus);
  if (bus.policy.is_null()) bus.policy = Json{{"Version", "2012-10-17"}, {"Statement", Json::array()}};
  auto& statements = bus.policy["Statement"].mutable_elements();
  std::erase_if(statements, [&](const Json& known) { return known.text("Sid") == policy.statement.text("Sid"); });
  statements.push_back(policy.statement);
  parts.event_bridge.buses.ensure(std::move(bus));
}

void boot_rule(Parts& parts, const cfn::EventRule& described, const protocol::Call& owner) {
  const events::Bus& bus = parts.event_bridge.buses.get(owner, described.bus);
  if (!described.schedule.empty()) {
    if (bus.name != events::kDefaultBus) {
      throw events::validation("ScheduleExpression is supported only on the default event bus.");
    }
    if (!events::Schedule::parse(described.schedule)) throw events::invalid_argument("ScheduleExpression");
  }
  parts.event_bridge.rules.put({.account = bus.account,
                                .region = bus.region,
                                .bus = bus.name,
                                .name = described.name,
                                .description = described.description,
                                .pattern = described.pattern,
                                .schedule = described.schedule,
                                .state = described.enabled ? "ENABLED" : "DISABLED",
                                .role = described.role_arn,
                                .tags = tags_of(described.tags)});
  events::Rule rule = *parts.event_bridge.rules.find(bus.arn(), described.name);
  rule.targets.clear();
  for (const cfn::EventTarget& target : described.targets) {
    rule.targets.push_back(events::parse_target(protocol::Fields(target.settings, events::kFieldFaults)));
  }
  parts.event_bridge.rules.save(std::move(rule));
}

void boot_archive(Parts& parts, const cfn::EventArchive& archive, const protocol::Call& owner) {
  parts.event_bridge.archives.put({.account = parts.options.account,
                                   .region = parts.options.region,
                                   .name = archive.name,
                                   .bus = parts.event_bridge.buses.get(owner, archive.bus_arn).arn(),
                                   .description = archive.description,
                                   .pattern = archive.pattern,
                                   .retention_days = archive.retention_days});
}

}  // namespace boot_events_detail

using namespace boot_events_detail;

void boot_events(Parts& parts, const cfn::Stack& stack, const protocol::Call& owner) {
  for (const cfn::EventBus& bus : stack.event_buses) {
    boot_resource("event bus", bus.name, bus.origin, [&] { boot_bus(parts, bus); });
  }
  for (const cfn::EventBusPolicy& policy : stack.event_bus_policies) {
    boot_resource("event bus policy", policy.bus, policy.origin, [&] { boot_policy(parts, policy, owner); });
  }
  for (const cfn::EventRule& rule : stack.event_rules) {
    boot_resource("rule", rule.name, rule.origin, [&] { boot_rule(parts, rule, owner); });
  }
  for (const cfn::EventArchive& archive : stack.event_archives) {
    boot_resource("archive", archive.name, archive.origin, [&] { boot_archive(parts, archive, owner); });
  }
}

}  // namespace emulator
