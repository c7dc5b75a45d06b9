#include "emulator/lambda/errors.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace get_policy_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:GetPolicy", {function->arn});
  const auto& policy = functions.policies().of(function->arn);
  if (policy.empty()) throw Fault("ResourceNotFoundException", 404, "The resource you requested does not exist.");
  base::Json statements = base::Json::array();
  for (const PolicyStatement& statement : policy) statements.push_back(describe(statement, function->arn));
  const base::Json document = {{"Version", "2012-10-17"}, {"Id", "default"}, {"Statement", statements}};
  return protocol::rest_response(call.call, 200, {{"Policy", document.dump()}, {"RevisionId", function->revision}});
}

}  // namespace get_policy_operation

constinit const RestOperation<Functions> get_policy = protocol::rest_operation<&get_policy_operation::run>(
    "lambda:GetPolicy", "GET", "/2015-03-31/functions/{FunctionName}/policy");

}  // namespace lambda_service
