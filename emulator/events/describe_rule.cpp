#include "emulator/events/operations.h"

namespace events {
namespace describe_rule_operation {

base::Json run(EventBridge& service, const RuleRequest& request, const Call& call) {
  const Rule& rule = request.rule.get(service, call);
  return describe(rule).set("CreatedBy", rule.account);
}

}  // namespace describe_rule_operation

constinit const Operation<EventBridge> describe_rule =
    protocol::operation<&describe_rule_operation::run, &rule_resource<RuleRequest>>("events:DescribeRule");

}  // namespace events
