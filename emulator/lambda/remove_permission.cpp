#include "emulator/lambda/errors.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace remove_permission_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:RemovePermission", {function->arn});
  const std::string& sid = call.label("StatementId");
  if (!functions.policies().remove(function->arn, sid)) {
    throw Fault("ResourceNotFoundException", 404, fmt::format("Statement {} is not found in resource policy.", sid));
  }
  return {.status = 204};
}

}  // namespace remove_permission_operation

constinit const RestOperation<Functions> remove_permission =
    protocol::rest_operation<&remove_permission_operation::run>(
        "lambda:RemovePermission", "DELETE", "/2015-03-31/functions/{FunctionName}/policy/{StatementId}");

}  // namespace lambda_service
