#include "emulator/lambda/configuration.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace update_function_configuration_operation {

http::Response run(Functions& functions, RestCall& call) {
  Function function = *functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:UpdateFunctionConfiguration", {function.arn});
  apply_configuration(parse_body(call), function);
  functions.put(function);
  return protocol::rest_response(call.call, 200, describe(*functions.get(call.call, function.name)));
}

}  // namespace update_function_configuration_operation

constinit const RestOperation<Functions> update_function_configuration =
    protocol::rest_operation<&update_function_configuration_operation::run>(
        "lambda:UpdateFunctionConfiguration", "PUT", "/2015-03-31/functions/{FunctionName}/configuration");

}  // namespace lambda_service
