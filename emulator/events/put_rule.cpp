#include "emulator/events/errors.h"
#include "emulator/events/names.h"
#include "emulator/events/operations.h"
#include "emulator/events/schedule.h"

namespace events {
namespace put_rule_operation {

struct Request {
  RuleName rule = {};
  std::string pattern = {}, schedule = {}, state = {}, description = {}, role = {};
  Tags tags = {};
  static Request from(const Fields& in) {
    refuse_unknown(
        in, {"Name", "EventBusName", "ScheduleExpression", "EventPattern", "State", "Description", "RoleArn", "Tags"});
    Request request{.rule = RuleName::from(in, "Name"),
                    .pattern = in.string_or("EventPattern", ""),
                    .schedule = in.string_or("ScheduleExpression", ""),
                    .state = in.string_or("State", "ENABLED"),
                    .description = in.string_or("Description", ""),
                    .role = in.string_or("RoleArn", ""),
                    .tags = parse_tags(in)};
    Constraints constraints;
    constraints.check_one_of(request.state, "state",
                             {"ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"});
    constraints.check_length(request.description, "description", 512);
    constraints.check_length(request.pattern, "eventPattern", 4096);
    constraints.require();
    if (request.pattern.empty() && request.schedule.empty()) {
      throw validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    return request;
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  const Bus& bus = service.buses.get(call, request.rule.bus);
  if (!request.schedule.empty()) {
    if (bus.name != kDefaultBus) {
      throw validation("ScheduleExpression is supported only on the default event bus.");
    }
    if (!Schedule::parse(request.schedule)) throw invalid_argument("ScheduleExpression");
  }
  service.rules.put({.account = bus.account,
                     .region = bus.region,
                     .bus = bus.name,
                     .name = request.rule.name,
                     .description = request.description,
                     .pattern = request.pattern,
                     .schedule = request.schedule,
                     .state = request.state,
                     .role = request.role,
                     .tags = request.tags});
  return {{"RuleArn", service.rules.find(bus.arn(), request.rule.name)->arn()}};
}

}  // namespace put_rule_operation

constinit const Operation<EventBridge> put_rule =
    protocol::operation<&put_rule_operation::run, &rule_resource<put_rule_operation::Request>>("events:PutRule");

}  // namespace events
