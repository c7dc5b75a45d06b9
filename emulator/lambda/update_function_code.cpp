#include "emulator/lambda/configuration.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace update_function_code_operation {

http::Response run(Functions& functions, RestCall& call) {
  Function function = *functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:UpdateFunctionCode", {function.arn});
  apply_code(parse_body(call), functions, function);
  functions.put(function);
  return protocol::rest_response(call.call, 200, describe(*functions.get(call.call, function.name)));
}

}  // namespace update_function_code_operation

constinit const RestOperation<Functions> update_function_code =
    protocol::rest_operation<&update_function_code_operation::run>("lambda:UpdateFunctionCode", "PUT",
                                                                   "/2015-03-31/functions/{FunctionName}/code");

}  // namespace lambda_service
