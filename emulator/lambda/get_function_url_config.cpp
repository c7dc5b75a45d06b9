#include "emulator/lambda/url_configuration.h"

namespace lambda_service {
namespace get_function_url_config_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:GetFunctionUrlConfig", {function->arn});
  return protocol::rest_response(call.call, 200, describe(get_url(functions, *function), call.call.endpoint));
}

}  // namespace get_function_url_config_operation

constinit const RestOperation<Functions> get_function_url_config =
    protocol::rest_operation<&get_function_url_config_operation::run>("lambda:GetFunctionUrlConfig", "GET",
                                                                      "/2021-10-31/functions/{FunctionName}/url");

}  // namespace lambda_service
