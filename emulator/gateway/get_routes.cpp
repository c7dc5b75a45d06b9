#include "emulator/gateway/operations.h"

namespace gateway {
namespace get_routes_operation {

http::Response run(Apis& apis, RestCall& call) {
  base::Json items = base::Json::array();
  for (const Route& route : get_api_of(apis, call, "/routes").routes) {
    items.push_back({{"apiKeyRequired", false},
                     {"authorizationType", "NONE"},
                     {"routeId", route.id},
                     {"routeKey", route.key.text()},
                     {"target", "integrations/" + route.integration_id}});
  }
  return protocol::rest_response(call.call, 200, {{"items", items}});
}

}  // namespace get_routes_operation

constinit const RestOperation<Apis> get_routes = protocol::rest_operation<&get_routes_operation::run>(
    "apigateway:GET", "GET", "/v2/apis/{apiId}/routes", "GetRoutes");

}  // namespace gateway
