#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace delete_function_concurrency_operation {

http::Response run(Functions& functions, RestCall& call) {
  Function function = *functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:DeleteFunctionConcurrency", {function.arn});
  function.reserved_concurrency.reset();
  functions.put(function);
  return {.status = 204};
}

}  // namespace delete_function_concurrency_operation

constinit const RestOperation<Functions> delete_function_concurrency =
    protocol::rest_operation<&delete_function_concurrency_operation::run>(
        "lambda:DeleteFunctionConcurrency", "DELETE", "/2017-10-31/functions/{FunctionName}/concurrency");

}  // namespace lambda_service
