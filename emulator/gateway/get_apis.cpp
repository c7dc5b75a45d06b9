#include <fmt/format.h>

#include "emulator/gateway/operations.h"

namespace gateway {
namespace get_apis_operation {

http::Response run(Apis& apis, RestCall& call) {
  call.call.require("apigateway:GET", {fmt::format("arn:aws:apigateway:{}::/apis", call.call.region)});
  base::Json items = base::Json::array();
  for (const Api* api : apis.list()) items.push_back(describe(*api, call.call.endpoint));
  return protocol::rest_response(call.call, 200, {{"items", items}});
}

}  // namespace get_apis_operation

constinit const RestOperation<Apis> get_apis =
    protocol::rest_operation<&get_apis_operation::run>("apigateway:GET", "GET", "/v2/apis", "GetApis");

}  // namespace gateway
