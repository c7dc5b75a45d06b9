#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace get_function_concurrency_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:GetFunctionConcurrency", {function->arn});
  base::Json answer = base::Json::object();
  if (function->reserved_concurrency) answer.set("ReservedConcurrentExecutions", *function->reserved_concurrency);
  return protocol::rest_response(call.call, 200, answer);
}

}  // namespace get_function_concurrency_operation

constinit const RestOperation<Functions> get_function_concurrency =
    protocol::rest_operation<&get_function_concurrency_operation::run>(
        "lambda:GetFunctionConcurrency", "GET", "/2019-09-30/functions/{FunctionName}/concurrency");

}  // namespace lambda_service
