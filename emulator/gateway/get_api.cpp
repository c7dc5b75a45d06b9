#include "emulator/gateway/operations.h"

namespace gateway {
namespace get_api_operation {

http::Response run(Apis& apis, RestCall& call) {
  return protocol::rest_response(call.call, 200, describe(get_api_of(apis, call, ""), call.call.endpoint));
}

}  // namespace get_api_operation

constinit const RestOperation<Apis> get_api =
    protocol::rest_operation<&get_api_operation::run>("apigateway:GET", "GET", "/v2/apis/{apiId}", "GetApi");

}  // namespace gateway
