#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace put_function_concurrency_operation {

http::Response run(Functions& functions, RestCall& call) {
  Function function = *functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:PutFunctionConcurrency", {function.arn});
  const base::Json body = parse_body(call);
  const base::Json* reserved = body.find("ReservedConcurrentExecutions");
  if (!reserved || !reserved->is_integer() || reserved->as_int() < 0) {
    throw invalid_parameter("ReservedConcurrentExecutions must be an integer from 0 up");
  }
  function.reserved_concurrency = int(reserved->as_int());
  functions.put(function);
  return protocol::rest_response(call.call, 200, {{"ReservedConcurrentExecutions", *function.reserved_concurrency}});
}

}  // namespace put_function_concurrency_operation

constinit const RestOperation<Functions> put_function_concurrency =
    protocol::rest_operation<&put_function_concurrency_operation::run>(
        "lambda:PutFunctionConcurrency", "PUT", "/2017-10-31/functions/{FunctionName}/concurrency");

}  // namespace lambda_service
