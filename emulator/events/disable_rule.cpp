#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace disable_rule_operation {

struct Request {
  RuleName rule = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Name", "EventBusName"});
    return {.rule = RuleName::from(in, "Name")};
  }
};

void run(EventBridge& service, const Request& request, const Call& call) {
  Rule rule = request.rule.get(service, call);
  rule.state = "DISABLED";
  service.rules.put(std::move(rule));
}

}  // namespace disable_rule_operation

constinit const Operation<EventBridge> disable_rule =
    protocol::operation<&disable_rule_operation::run, &rule_resource<disable_rule_operation::Request>>(
        "events:DisableRule");

}  // namespace events
