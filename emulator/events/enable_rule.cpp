#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace enable_rule_operation {

struct Request {
  RuleName rule = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Name", "EventBusName"});
    return {.rule = RuleName::from(in, "Name")};
  }
};

void run(EventBridge& service, const Request& request, const Call& call) {
  Rule rule = request.rule.get(service, call);
  rule.state = "ENABLED";
  service.rules.put(std::move(rule));
}

}  // namespace enable_rule_operation

constinit const Operation<EventBridge> enable_rule =
    protocol::operation<&enable_rule_operation::run, &rule_resource<enable_rule_operation::Request>>(
        "events:EnableRule");

}  // namespace events
