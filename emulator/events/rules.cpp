#include "emulator/events/rules.h"

#include <fmt/format.h>

#include "emulator/events/errors.h"

namespace events {
namespace {

std::string bus_arn_of(const Rule& rule) {
  return Bus{.account = rule.account, .region = rule.region, .name = rule.bus}.arn();
}

}  // namespace

std::string Rules::key_of(const Rule& rule) { return fmt::format("{}/{}", bus_arn_of(rule), rule.name); }

Rules::Rules(loop::Loop& loop, store::Store& store) : loop_(loop), store_(store), space_(store.space("events/rule")) {
  store_.each(space_, "", [&](std::string_view, std::string_view value) {
    Rule rule = decode_rule(value);
    rules_[bus_arn_of(rule)][rule.name] = std::move(rule);
    return true;
  });
}

void Rules::put(Rule rule) {
  rule.compiled = rule.pattern.empty() ? nullptr : compile_pattern(rule.pattern);
  rule.enabled = rule.state != "DISABLED";
  const Rule* there = find(bus_arn_of(rule), rule.name);
  if (there) {
    rule.targets = there->targets;
    if (rule.tags.empty()) rule.tags = there->tags;
  }
  // A rate counts from when it was said.
  const bool same_schedule = there && there->schedule == rule.schedule && there->enabled == rule.enabled;
  rule.started = same_schedule ? there->started : loop_.now();
  save(std::move(rule));
}

void Rules::save(Rule rule) {
  store::Transaction transaction(store_);
  transaction.put(space_, key_of(rule), encode(rule).dump());
  transaction.commit();
  Rule& kept = rules_[bus_arn_of(rule)][rule.name];
  kept = std::move(rule);
  if (told_) told_(kept.arn(), &kept);
}

void Rules::remove(const Rule& rule) {
  const std::string bus = bus_arn_of(rule), arn = rule.arn(), name = rule.name;
  store::Transaction transaction(store_);
  transaction.erase(space_, key_of(rule));
  transaction.commit();
  rules_[bus].erase(name);
  if (told_) told_(arn, nullptr);
}

const Rule* Rules::find(std::string_view bus, std::string_view name) const {
  const auto rules = rules_.find(bus);
  if (rules == rules_.end()) return nullptr;
  const auto found = rules->second.find(name);
  return found == rules->second.end() ? nullptr : &found->second;
}

const Rule* Rules::find_by_arn(std::string_view rule_arn) const {
  const Arn arn = parse_arn(rule_arn);
  if (arn.kind != "rule") return nullptr;
  const auto slash = arn.rest.rfind('/');
  const bool named = slash != std::string::npos;
  const Bus bus{.account = arn.account,
                .region = arn.region,
                .name = named ? arn.rest.substr(0, slash) : std::string(kDefaultBus)};
  return find(bus.arn(), named ? arn.rest.substr(slash + 1) : arn.rest);
}

std::vector<const Rule*> Rules::of(std::string_view bus) const {
  std::vector<const Rule*> result;
  const auto rules = rules_.find(bus);
  if (rules == rules_.end()) return result;
  for (const auto& [name, rule] : rules->second) result.push_back(&rule);
  return result;
}

void Rules::each(const std::function<void(const Rule&)>& visit) const {
  for (const auto& [bus, rules] : rules_) {
    for (const auto& [name, rule] : rules) visit(rule);
  }
}

}  // namespace events
