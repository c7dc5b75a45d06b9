#include <algorithm>

#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace list_rule_names_by_target_operation {

struct Request {
  std::string target = {};
  std::string bus = {};
  Page page = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"TargetArn", "EventBusName", "NextToken", "Limit"});
    return {.target = in.string("TargetArn"), .bus = in.string_or("EventBusName", ""), .page = Page::from(in)};
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  base::Json all = base::Json::array();
  for (const Rule* rule : service.rules.of(service.buses.get(call, request.bus).arn())) {
    const bool sends = std::ranges::find(rule->targets, request.target, &Target::arn) != rule->targets.end();
    if (sends) all.push_back(rule->name);
  }
  return request.page.cut("RuleNames", all);
}

}  // namespace list_rule_names_by_target_operation

constinit const Operation<EventBridge> list_rule_names_by_target =
    protocol::operation<&list_rule_names_by_target_operation::run,
                        &any_resource<list_rule_names_by_target_operation::Request>>("events:ListRuleNamesByTarget");

}  // namespace events
