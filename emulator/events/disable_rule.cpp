#include "emulator/events/operations.h"

namespace events {
namespace disable_rule_operation {

void run(EventBridge& service, const RuleRequest& request, const Call& call) {
  set_state(service, request, call, "DISABLED");
}

}  // namespace disable_rule_operation

constinit const Operation<EventBridge> disable_rule =
    protocol::operation<&disable_rule_operation::run, &rule_resource<RuleRequest>>("events:DisableRule");

}  // namespace events
