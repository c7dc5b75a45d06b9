#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace list_targets_by_rule_operation {

struct Request {
  RuleName rule = {};
  Page page = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Rule", "EventBusName", "NextToken", "Limit"});
    return {.rule = RuleName::from(in, "Rule"), .page = Page::from(in)};
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  base::Json all = base::Json::array();
  for (const Target& target : request.rule.get(service, call).targets) all.push_back(target.settings);
  return request.page.cut("Targets", all);
}

}  // namespace list_targets_by_rule_operation

constinit const Operation<EventBridge> list_targets_by_rule =
    protocol::operation<&list_targets_by_rule_operation::run, &rule_resource<list_targets_by_rule_operation::Request>>(
        "events:ListTargetsByRule");

}  // namespace events
