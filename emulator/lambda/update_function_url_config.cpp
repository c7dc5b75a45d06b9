#include "emulator/lambda/configuration.h"
#include "emulator/lambda/url_configuration.h"

namespace lambda_service {
namespace update_function_url_config_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:UpdateFunctionUrlConfig", {function->arn});
  FunctionUrl url = get_url(functions, *function);
  apply_url_configuration(parse_body(call), url);
  url.modified = call.call.now;
  functions.urls().put(url);
  return protocol::rest_response(call.call, 200, describe(url, call.call.endpoint));
}

}  // namespace update_function_url_config_operation

constinit const RestOperation<Functions> update_function_url_config =
    protocol::rest_operation<&update_function_url_config_operation::run>("lambda:UpdateFunctionUrlConfig", "PUT",
                                                                         "/2021-10-31/functions/{FunctionName}/url");

}  // namespace lambda_service
