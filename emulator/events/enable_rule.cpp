#include "emulator/events/operations.h"

namespace events {
namespace enable_rule_operation {

void run(EventBridge& service, const RuleRequest& request, const Call& call) {
  set_state(service, request, call, "ENABLED");
}

}  // namespace enable_rule_operation

constinit const Operation<EventBridge> enable_rule =
    protocol::operation<&enable_rule_operation::run, &rule_resource<RuleRequest>>("events:EnableRule");

}  // namespace events
