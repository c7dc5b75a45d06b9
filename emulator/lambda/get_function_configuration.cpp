#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace get_function_configuration_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:GetFunctionConfiguration", {function->arn});
  return protocol::rest_response(call.call, 200, describe(*function));
}

}  // namespace get_function_configuration_operation

constinit const RestOperation<Functions> get_function_configuration =
    protocol::rest_operation<&get_function_configuration_operation::run>(
        "lambda:GetFunctionConfiguration", "GET", "/2015-03-31/functions/{FunctionName}/configuration");

}  // namespace lambda_service
