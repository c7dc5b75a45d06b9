#include "emulator/gateway/operations.h"

namespace gateway {
namespace get_stages_operation {

base::Json describe_throttle(const Throttle& throttle) {
  base::Json settings = {{"detailedMetricsEnabled", false}};
  if (throttle.burst) settings.set("throttlingBurstLimit", *throttle.burst);
  if (throttle.rate) settings.set("throttlingRateLimit", *throttle.rate);
  return settings;
}

http::Response run(Apis& apis, RestCall& call) {
  const Api& api = get_api_of(apis, call, "/stages");
  base::Json items = base::Json::array();
  for (const Stage& stage : api.stages) {
    base::Json routes = base::Json::object(), variables = base::Json::object();
    for (const auto& [key, throttle] : stage.route_throttles) routes.set(key, describe_throttle(throttle));
    for (const auto& [name, value] : stage.variables) variables.set(name, value);
    items.push_back({{"autoDeploy", true},
                     {"createdDate", base::format_iso8601(api.created, base::Precision::kSeconds)},
                     {"defaultRouteSettings", describe_throttle(stage.throttle)},
                     {"description", stage.description},
                     {"routeSettings", routes},
                     {"stageName", stage.name},
                     {"stageVariables", variables}});
  }
  return protocol::rest_response(call.call, 200, {{"items", items}});
}

}  // namespace get_stages_operation

constinit const RestOperation<Apis> get_stages = protocol::rest_operation<&get_stages_operation::run>(
    "apigateway:GET", "GET", "/v2/apis/{apiId}/stages", "GetStages");

}  // namespace gateway
