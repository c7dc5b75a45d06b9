#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace update_function_code_operation {

http::Response run(Functions& functions, RestCall& call) {
  Function function = *functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:UpdateFunctionCode", {function.arn});
  const base::Json body = parse_body(call);
  if (body.text("RevisionId", function.revision) != function.revision) throw wrong_revision();
  apply_code(body, functions, call.call, function);
  const base::Json* dry_run = body.find("DryRun");
  if (dry_run && dry_run->is_bool() && dry_run->as_bool()) {
    return protocol::rest_response(call.call, 200, describe(function));
  }
  functions.put(function);
  return protocol::rest_response(call.call, 200, describe(*functions.get(call.call, function.name)));
}

}  // namespace update_function_code_operation

constinit const RestOperation<Functions> update_function_code =
    protocol::rest_operation<&update_function_code_operation::run>("lambda:UpdateFunctionCode", "PUT",
                                                                   "/2015-03-31/functions/{FunctionName}/code");

}  // namespace lambda_service
