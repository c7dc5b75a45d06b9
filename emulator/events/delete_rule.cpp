#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace delete_rule_operation {

struct Request {
  RuleName rule = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Name", "EventBusName", "Force"});
    return {.rule = RuleName::from(in, "Name")};
  }
};

// A rule that is not there is deleted already; a bus that is not there is a mistake.
void run(EventBridge& service, const Request& request, const Call& call) {
  const Bus& bus = service.buses.get(call, request.rule.bus);
  const Rule* rule = service.rules.find(bus.arn(), request.rule.name);
  if (!rule) return;
  if (!rule->targets.empty()) throw validation("Rule can't be deleted since it has targets.");
  service.rules.remove(Rule(*rule));
}

}  // namespace delete_rule_operation

constinit const Operation<EventBridge> delete_rule =
    protocol::operation<&delete_rule_operation::run, &rule_resource<delete_rule_operation::Request>>(
        "events:DeleteRule");

}  // namespace events
