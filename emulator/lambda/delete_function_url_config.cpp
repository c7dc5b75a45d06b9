#include "emulator/lambda/url_configuration.h"

namespace lambda_service {
namespace delete_function_url_config_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:DeleteFunctionUrlConfig", {function->arn});
  get_url(functions, *function);
  functions.urls().remove(function->arn);
  return {.status = 204};
}

}  // namespace delete_function_url_config_operation

constinit const RestOperation<Functions> delete_function_url_config =
    protocol::rest_operation<&delete_function_url_config_operation::run>("lambda:DeleteFunctionUrlConfig", "DELETE",
                                                                         "/2021-10-31/functions/{FunctionName}/url");

}  // namespace lambda_service
