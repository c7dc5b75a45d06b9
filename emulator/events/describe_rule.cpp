#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace describe_rule_operation {

struct Request {
  RuleName rule = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Name", "EventBusName"});
    return {.rule = RuleName::from(in, "Name")};
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  const Rule& rule = request.rule.get(service, call);
  return describe(rule).set("CreatedBy", rule.account);
}

}  // namespace describe_rule_operation

constinit const Operation<EventBridge> describe_rule =
    protocol::operation<&describe_rule_operation::run, &rule_resource<describe_rule_operation::Request>>(
        "events:DescribeRule");

}  // namespace events
