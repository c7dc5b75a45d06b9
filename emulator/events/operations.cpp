#include "emulator/events/operations.h"

#include <fmt/format.h>

#include "base/text.h"
#include "emulator/events/errors.h"
#include "emulator/events/names.h"

namespace events {

void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known) {
  const auto unknown = in.unknown(known);
  if (!unknown.empty()) throw not_supported(fmt::format("{}", fmt::join(unknown, ", ")));
}

Tags parse_tags(const Fields& in, std::string_view field) {
  Tags tags;
  in.each(field, [&](const Fields& tag) {
    const std::string key = tag.string("Key");
    for (const auto& [known, value] : tags) {
      if (known == key) throw validation("Invalid parameter: Duplicated keys are not allowed.");
    }
    tags.emplace_back(key, tag.string("Value"));
  });
  return tags;
}

Page Page::from(const Fields& in) {
  const std::int64_t limit = in.integer_or("Limit", 100);
  if (limit < 1 || limit > 100) {
    throw constraint(
        fmt::format("Value '{}' at 'limit' failed to satisfy constraint: Member must have value {} than or "
                    "equal to {}",
                    limit, limit < 1 ? "greater" : "less", limit < 1 ? 1 : 100));
  }
  const auto token = base::from_base64(in.string_or("NextToken", base::to_base64("0")));
  const auto first = token ? base::parse_int(*token) : std::nullopt;
  if (!first || *first < 0) throw validation("Invalid NextToken.");
  return {.limit = static_cast<std::size_t>(limit), .first = static_cast<std::size_t>(*first)};
}

base::Json Page::cut(std::string_view name, const base::Json& all) const {
  base::Json list = base::Json::array();
  base::Json answer = base::Json::object();
  for (std::size_t i = first; i < all.size() && list.size() < limit; ++i) list.push_back(all.at(i));
  if (first + limit < all.size()) answer.set("NextToken", base::to_base64(std::to_string(first + limit)));
  return answer.set(name, std::move(list));
}

RuleName RuleName::from(const Fields& in, std::string_view field) {
  RuleName rule{.name = in.string(field), .bus = in.string_or("EventBusName", "")};
  Constraints constraints;
  constraints.check_name(rule.name, base::to_lower(field), 64);
  constraints.require();
  return rule;
}

std::string RuleName::arn(const Call& call) const {
  const Arn parts = parse_arn(bus_arn(call, bus));
  return Rule{.account = parts.account, .region = parts.region, .bus = parts.rest, .name = name}.arn();
}

const Rule& RuleName::get(EventBridge& service, const Call& call) const {
  const Bus& found = service.buses.get(call, bus);
  const Rule* rule = service.rules.find(found.arn(), name);
  if (!rule) throw rule_not_found(name, found.name);
  return *rule;
}

base::Json describe(const Bus& bus) {
  base::Json shown = {{"Name", bus.name}, {"Arn", bus.arn()}};
  if (!bus.description.empty()) shown.set("Description", bus.description);
  if (!bus.policy.is_null()) shown.set("Policy", bus.policy.dump());
  shown.set("CreationTime", base::to_epoch_seconds(bus.created));
  return shown.set("LastModifiedTime", base::to_epoch_seconds(bus.modified));
}

base::Json describe(const Rule& rule) {
  base::Json shown = {{"Name", rule.name}, {"Arn", rule.arn()}, {"EventBusName", rule.bus}, {"State", rule.state}};
  if (!rule.pattern.empty()) shown.set("EventPattern", rule.pattern);
  if (!rule.schedule.empty()) shown.set("ScheduleExpression", rule.schedule);
  if (!rule.description.empty()) shown.set("Description", rule.description);
  if (!rule.role.empty()) shown.set("RoleArn", rule.role);
  return shown;
}

const Tags& tags_of(EventBridge& service, const Call& call, const std::string& arn) {
  const Arn parts = parse_arn(arn);
  if (parts.kind == "event-bus") return service.buses.get(call, arn).tags;
  if (parts.kind != "rule") throw invalid_argument("ResourceARN");
  if (const Rule* rule = service.rules.find_by_arn(arn)) return rule->tags;
  const auto slash = parts.rest.rfind('/');
  if (slash == std::string::npos) throw rule_not_found(parts.rest, kDefaultBus);
  throw rule_not_found(parts.rest.substr(slash + 1), parts.rest.substr(0, slash));
}

void change_tags(EventBridge& service, const Call& call, const std::string& arn,
                 const std::function<void(Tags&)>& change) {
  Tags tags = tags_of(service, call, arn);
  change(tags);
  if (const Rule* found = service.rules.find_by_arn(arn)) {
    Rule rule = *found;
    rule.tags = std::move(tags);
    service.rules.save(std::move(rule));
  } else {
    Bus bus = service.buses.get(call, arn);
    bus.tags = std::move(tags);
    service.buses.save(std::move(bus));
  }
}

RuleRequest RuleRequest::from(const Fields& in) {
  refuse_unknown(in, {"Name", "EventBusName"});
  return {.rule = RuleName::from(in, "Name")};
}

void set_state(EventBridge& service, const RuleRequest& request, const Call& call, std::string_view state) {
  Rule rule = request.rule.get(service, call);
  rule.state = state;
  service.rules.put(std::move(rule));
}

protocol::JsonProtocol protocol_of() {
  return {.service = "events",
          .target_prefix = "AWSEvents",
          .content_type = "application/x-amz-json-1.1",
          .faults = &kFieldFaults};
}

}  // namespace events
