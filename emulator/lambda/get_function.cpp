#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace get_function_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:GetFunction", {function->arn});
  base::Json answer = {
      {"Configuration", describe(*function)},
      {"Code", base::Json{{"RepositoryType", "S3"}, {"Location", "file://" + function->code_directory}}}};
  if (function->reserved_concurrency) {
    answer.set("Concurrency", base::Json{{"ReservedConcurrentExecutions", *function->reserved_concurrency}});
  }
  return protocol::rest_response(call.call, 200, answer);
}

}  // namespace get_function_operation

constinit const RestOperation<Functions> get_function = protocol::rest_operation<&get_function_operation::run>(
    "lambda:GetFunction", "GET", "/2015-03-31/functions/{FunctionName}");

}  // namespace lambda_service
