#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace put_permission_operation {

struct Request {
  std::string bus = {};
  std::optional<std::string> policy = {};
  std::string id = {}, action = {}, principal = {};
  base::Json condition = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"EventBusName", "Action", "Principal", "StatementId", "Condition", "Policy"});
    Request request{.bus = in.string_or("EventBusName", ""), .policy = in.find_string("Policy")};
    if (request.policy) return request;
    request.id = in.string("StatementId");
    request.action = in.string("Action");
    request.principal = in.string("Principal");
    if (const base::Json* condition = in.find("Condition")) request.condition = *condition;
    return request;
  }
};

base::Json statement(const Request& request, const Bus& bus) {
  const base::Json principal = request.principal == "*"
                                   ? base::Json("*")
                                   : base::Json{{"AWS", fmt::format("arn:aws:iam::{}:root", request.principal)}};
  base::Json made = {{"Sid", request.id},
                     {"Effect", "Allow"},
                     {"Principal", principal},
                     {"Action", request.action},
                     {"Resource", bus.arn()}};
  if (!request.condition.is_null()) {
    const base::Json values = {{request.condition.text("Key"), request.condition.text("Value")}};
    made.set("Condition", base::Json{{request.condition.text("Type"), values}});
  }
  return made;
}

void run(EventBridge& service, const Request& request, const Call& call) {
  Bus bus = service.buses.get(call, request.bus);
  if (request.policy) {
    const auto policy = base::Json::try_parse(*request.policy);
    if (!policy || !policy->is_object()) throw validation("This policy contains invalid Json");
    bus.policy = *policy;
  } else {
    if (bus.policy.is_null()) bus.policy = base::Json{{"Version", "2012-10-17"}, {"Statement", base::Json::array()}};
    auto& statements = bus.policy["Statement"].mutable_elements();
    std::erase_if(statements, [&](const base::Json& known) { return known.text("Sid") == request.id; });
    statements.push_back(statement(request, bus));
  }
  service.buses.save(std::move(bus));
}

}  // namespace put_permission_operation

constinit const Operation<EventBridge> put_permission =
    protocol::operation<&put_permission_operation::run, &bus_resource<put_permission_operation::Request>>(
        "events:PutPermission");

}  // namespace events
