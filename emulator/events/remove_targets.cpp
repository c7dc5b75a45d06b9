#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace remove_targets_operation {

struct Request {
  RuleName rule = {};
  std::vector<std::string> ids = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Rule", "EventBusName", "Ids", "Force"});
    in.get("Ids");
    return {.rule = RuleName::from(in, "Rule"), .ids = in.strings("Ids")};
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  Rule rule = request.rule.get(service, call);
  base::Json failed = base::Json::array();
  for (const std::string& id : request.ids) {
    if (std::erase_if(rule.targets, [&](const Target& target) { return target.id == id; }) > 0) continue;
    failed.push_back({{"TargetId", id},
                      {"ErrorCode", "ResourceNotFoundException"},
                      {"ErrorMessage", fmt::format("Rule {} does not have a target with id {}.", rule.name, id)}});
  }
  service.rules.save(std::move(rule));
  return {{"FailedEntryCount", failed.size()}, {"FailedEntries", failed}};
}

}  // namespace remove_targets_operation

constinit const Operation<EventBridge> remove_targets =
    protocol::operation<&remove_targets_operation::run, &rule_resource<remove_targets_operation::Request>>(
        "events:RemoveTargets");

}  // namespace events
