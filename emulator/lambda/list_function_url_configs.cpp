#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace list_function_url_configs_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:ListFunctionUrlConfigs", {function->arn});
  base::Json configs = base::Json::array();
  if (const FunctionUrl* url = functions.urls().find(function->arn)) {
    configs.push_back(describe(*url, call.call.endpoint));
  }
  return protocol::rest_response(call.call, 200, {{"FunctionUrlConfigs", configs}});
}

}  // namespace list_function_url_configs_operation

constinit const RestOperation<Functions> list_function_url_configs =
    protocol::rest_operation<&list_function_url_configs_operation::run>("lambda:ListFunctionUrlConfigs", "GET",
                                                                        "/2021-10-31/functions/{FunctionName}/urls");

}  // namespace lambda_service
