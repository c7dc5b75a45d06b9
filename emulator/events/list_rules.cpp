#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace list_rules_operation {

struct Request {
  std::string bus = {};
  std::string prefix = {};
  Page page = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"NamePrefix", "EventBusName", "NextToken", "Limit"});
    return {.bus = in.string_or("EventBusName", ""), .prefix = in.string_or("NamePrefix", ""), .page = Page::from(in)};
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  base::Json all = base::Json::array();
  for (const Rule* rule : service.rules.of(service.buses.get(call, request.bus).arn())) {
    if (rule->name.starts_with(request.prefix)) all.push_back(describe(*rule));
  }
  return request.page.cut("Rules", all);
}

}  // namespace list_rules_operation

constinit const Operation<EventBridge> list_rules =
    protocol::operation<&list_rules_operation::run, &any_resource<list_rules_operation::Request>>("events:ListRules");

}  // namespace events
