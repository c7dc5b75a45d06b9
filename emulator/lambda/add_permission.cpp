#include <algorithm>

#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace add_permission_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:AddPermission", {function->arn});
  const base::Json body = parse_body(call);
  const protocol::Fields in(body, kFieldFaults);
  const auto unknown =
      in.unknown({"Action", "FunctionUrlAuthType", "Principal", "SourceAccount", "SourceArn", "StatementId"});
  if (!unknown.empty()) throw invalid_parameter(fmt::format("{} is not supported here", fmt::join(unknown, ", ")));
  const PolicyStatement statement{.sid = in.string("StatementId"),
                                  .action = in.string("Action"),
                                  .principal = in.string("Principal"),
                                  .source_arn = in.string_or("SourceArn", ""),
                                  .source_account = in.string_or("SourceAccount", ""),
                                  .url_auth_type = in.string_or("FunctionUrlAuthType", "")};
  const auto& there = functions.policies().of(function->arn);
  if (std::ranges::find(there, statement.sid, &PolicyStatement::sid) != there.end()) {
    throw Fault("ResourceConflictException", 409,
                fmt::format("The statement id ({}) provided already exists. Please provide a new statement id, or "
                            "remove the existing statement.",
                            statement.sid));
  }
  functions.policies().put(function->arn, statement);
  return protocol::rest_response(call.call, 201, {{"Statement", describe(statement, function->arn).dump()}});
}

}  // namespace add_permission_operation

constinit const RestOperation<Functions> add_permission = protocol::rest_operation<&add_permission_operation::run>(
    "lambda:AddPermission", "POST", "/2015-03-31/functions/{FunctionName}/policy");

}  // namespace lambda_service
