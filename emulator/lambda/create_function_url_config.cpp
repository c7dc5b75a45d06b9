#include "base/digest.h"
#include "base/text.h"
#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/url_configuration.h"

namespace lambda_service {
namespace create_function_url_config_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:CreateFunctionUrlConfig", {function->arn});
  if (functions.urls().find(function->arn)) {
    throw Fault("ResourceConflictException", 409,
                fmt::format("Failed to create function url config for [functionArn = {}]. Error message:  "
                            "FunctionUrlConfig exists for this Lambda function",
                            function->arn));
  }
  const base::Json body = parse_body(call);
  if (!body.contains("AuthType")) throw invalid_parameter("AuthType is required");
  // Of the function's name, so that its address is the same wherever it is made.
  FunctionUrl url{.function_arn = function->arn,
                  .id = base::to_hex(base::sha256(function->arn)).substr(0, 32),
                  .created = call.call.now,
                  .modified = call.call.now};
  apply_url_configuration(body, url);
  functions.urls().put(url);
  return protocol::rest_response(call.call, 201, describe(url, call.call.endpoint));
}

}  // namespace create_function_url_config_operation

constinit const RestOperation<Functions> create_function_url_config =
    protocol::rest_operation<&create_function_url_config_operation::run>("lambda:CreateFunctionUrlConfig", "POST",
                                                                         "/2021-10-31/functions/{FunctionName}/url");

}  // namespace lambda_service
