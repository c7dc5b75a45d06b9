#include "base/text.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace invoke_operation {

constexpr std::size_t kMaxPayload = 6'291'456;       // RequestResponse (Lambda quotas)
constexpr std::size_t kMaxAsyncPayload = 1'048'576;  // Event

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:InvokeFunction", {function->arn});
  const std::string type = call.request.headers.get("x-amz-invocation-type", "RequestResponse");
  const std::string qualifier = call.parameter("Qualifier", "$LATEST");
  if (qualifier != "$LATEST") throw resource_not_found(function->arn + ":" + qualifier);
  if (call.body.size() > (type == "Event" ? kMaxAsyncPayload : kMaxPayload)) {
    throw request_too_large(type == "Event" ? kMaxAsyncPayload : kMaxPayload);
  }
  std::string payload = call.body.empty() ? "{}" : std::string(call.body);
  try {
    base::Json::parse(payload);
  } catch (const base::JsonError& error) {
    throw invalid_request_content(fmt::format("Could not parse request body into json: {}", error.what()));
  }
  http::Response response{.headers = {{"X-Amz-Executed-Version", "$LATEST"}}};
  if (type == "DryRun") {
    response.status = 204;
    return response;
  }
  if (type == "Event") {
    functions.invoke_async(*function, std::move(payload), call.call.caller);
    response.status = 202;
    return response;
  }
  if (type != "RequestResponse") {
    throw invalid_parameter(
        fmt::format("X-Amz-Invocation-Type is '{}'; it must be RequestResponse, Event or DryRun", type));
  }
  InvocationResult result =
      functions.invoke(function, std::move(payload), call.call.request_id, call.request.headers.get("x-amzn-trace-id"));
  response.headers.add("Content-Type", "application/json");
  if (!result.function_error.empty()) response.headers.add("X-Amz-Function-Error", result.function_error);
  if (call.request.headers.get("x-amz-log-type") == "Tail") {
    response.headers.add("X-Amz-Log-Result", base::to_base64(result.log_tail));
  }
  response.body = std::move(result.payload);
  return response;
}

}  // namespace invoke_operation

constinit const RestOperation<Functions> invoke = protocol::rest_operation<&invoke_operation::run>(
    "lambda:InvokeFunction", "POST", "/2015-03-31/functions/{FunctionName}/invocations", "Invoke");

}  // namespace lambda_service
