#include <algorithm>

#include "emulator/events/errors.h"
#include "emulator/events/names.h"
#include "emulator/events/operations.h"

namespace events {
namespace put_targets_operation {

constexpr std::size_t kMostTargets = 5;  // of a rule (EventBridge quotas)

struct Request {
  RuleName rule = {};
  std::vector<Target> targets = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Rule", "EventBusName", "Targets"});
    Request request{.rule = RuleName::from(in, "Rule")};
    in.get("Targets");
    Constraints constraints;
    std::size_t count = 0;
    in.each("Targets", [&](const Fields& target) {
      constraints.check_name(target.string("Id"), fmt::format("targets.{}.member.id", ++count), 64);
    });
    constraints.require();
    in.each("Targets", [&](const Fields& target) { request.targets.push_back(parse_target(target)); });
    return request;
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  Rule rule = request.rule.get(service, call);
  for (const Target& target : request.targets) {
    const auto there = std::ranges::find(rule.targets, target.id, &Target::id);
    if (there == rule.targets.end()) {
      rule.targets.push_back(target);
    } else {
      *there = target;
    }
  }
  if (rule.targets.size() > kMostTargets) throw limit_exceeded();
  service.rules.save(std::move(rule));
  return {{"FailedEntryCount", 0}, {"FailedEntries", base::Json::array()}};
}

}  // namespace put_targets_operation

constinit const Operation<EventBridge> put_targets =
    protocol::operation<&put_targets_operation::run, &rule_resource<put_targets_operation::Request>>(
        "events:PutTargets");

}  // namespace events
