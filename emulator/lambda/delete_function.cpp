#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace delete_function_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:DeleteFunction", {function->arn});
  functions.remove(call.call, function->name);
  return {.status = 204};
}

}  // namespace delete_function_operation

constinit const RestOperation<Functions> delete_function = protocol::rest_operation<&delete_function_operation::run>(
    "lambda:DeleteFunction", "DELETE", "/2015-03-31/functions/{FunctionName}");

}  // namespace lambda_service
