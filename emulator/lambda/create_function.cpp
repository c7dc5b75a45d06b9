#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace create_function_operation {

http::Response run(Functions& functions, RestCall& call) {
  const base::Json body = parse_body(call);
  const auto name = parse_function_name(body.text("FunctionName"));
  if (!name) throw invalid_parameter("FunctionName must be 1 to 64 letters, digits, '-' or '_'");
  Function function{.account = call.call.account, .region = call.call.region, .name = name->name};
  function.arn = protocol::make_arn("lambda", call.call, "function:" + name->name);
  call.call.require("lambda:CreateFunction", {function.arn});
  for (const char* required : {"Role", "Code"}) {
    if (!body.contains(required)) throw invalid_parameter(fmt::format("{} is required", required));
  }
  apply_configuration(body, function);
  apply_code(body.at("Code"), functions, call.call, function);
  functions.create(function);
  return protocol::rest_response(call.call, 201, describe(*functions.get(call.call, function.name)));
}

}  // namespace create_function_operation

constinit const RestOperation<Functions> create_function =
    protocol::rest_operation<&create_function_operation::run>("lambda:CreateFunction", "POST", "/2015-03-31/functions");

}  // namespace lambda_service
