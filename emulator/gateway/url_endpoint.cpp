#include "emulator/gateway/url_endpoint.h"

#include "base/log.h"
#include "emulator/gateway/event.h"
#include "emulator/gateway/reply.h"
#include "emulator/gateway/stream_reply.h"
#include "emulator/gateway/trace_id.h"

namespace gateway {
namespace url_endpoint_detail {

using base::Json;
using lambda_service::Function;
using lambda_service::Functions;
using lambda_service::FunctionUrl;
using lambda_service::InvocationResult;
using protocol::Fault;

constexpr std::size_t kMaxUrlPayload = 6'291'456;
constexpr std::string_view kAction = "lambda:InvokeFunctionUrl";

Fault forbidden() { return Fault("AccessDeniedException", 403, "Forbidden"); }
Fault url_payload_too_large() {
  return Fault("RequestEntityTooLargeException", 413,
               "Request must be smaller than 6291456 bytes for the InvokeFunction operation");
}

http::Response failed(const FunctionUrl& url, std::string_view why) {
  base::log_warning("a function's URL answered 502", {{"function", url.function_arn}, {"error", why.substr(0, 1024)}});
  return {.status = 502, .headers = {{"content-type", "text/plain"}}, .body = std::string("Internal Server Error")};
}

std::string read_url_body(http::Request& request) {
  try {
    return request.body->read_all(kMaxUrlPayload);
  } catch (const http::BodyTooLarge&) {
    throw url_payload_too_large();
  }
}

// Whoever asks must have signed, and a policy must let them: that of their role, or the function's own.
void check_signed(Functions& functions, const FunctionUrl& url, const http::Request& request, std::string_view body,
                  protocol::Call& call) {
  call.authorizer->identify(request, body, call);
  if (call.access_key.empty()) throw forbidden();
  if (functions.policies().allow(url.function_arn,
                                 {.action = kAction, .principal = call.principal, .url_auth_type = "AWS_IAM"})) {
    return;
  }
  call.require(kAction, {url.function_arn});
}

void check_public(Functions& functions, const FunctionUrl& url) {
  if (functions.policies().allow(url.function_arn, {.action = kAction, .principal = "*", .url_auth_type = "NONE"})) {
    return;
  }
  base::log_warning("a function's URL answered 403: nobody has the permission lambda:InvokeFunctionUrl for *",
                    {{"function", url.function_arn}});
  throw forbidden();
}

Json iam_authorizer(const protocol::Call& call) {
  return {{"iam", Json{{"accessKey", call.access_key},
                       {"accountId", call.account},
                       {"callerId", call.access_key},
                       {"cognitoIdentity", nullptr},
                       {"principalOrgId", nullptr},
                       {"userArn", call.caller},
                       {"userId", call.access_key}}}};
}

}  // namespace url_endpoint_detail

using namespace url_endpoint_detail;

http::Response UrlEndpoint::serve(http::Request& request, protocol::Call& call) const {
  call.caller = "anonymous";
  call.action = kAction;
  const auto address = parse_address(request, Kind::kFunctionUrl, call.region);
  const FunctionUrl* found = address ? functions_.urls().find_by_id(address->id) : nullptr;
  if (!found) {
    base::log_warning("no function has this URL", {{"id", address ? address->id : ""}});
    throw forbidden();
  }
  const FunctionUrl url = *found;  // it may go while we wait
  if (url.cors && http::is_preflight(request)) return http::answer_preflight(*url.cors, request, 200);
  std::string body = read_url_body(request);
  if (url.needs_signature) {
    check_signed(functions_, url, request, body, call);
  } else {
    check_public(functions_, url);
  }
  const Circumstances circumstances{.account = url.needs_signature ? call.account : "anonymous",
                                    .api_id = url.id,
                                    .domain_name = address->domain_name,
                                    .request_id = call.request_id,
                                    .trace_id = trace_id_of(request, functions_.loop()),
                                    .stage = "$default",
                                    .path = std::string(address->path),
                                    .route_key = "$default",
                                    .resource = "$default",
                                    .authorizer = url.needs_signature ? iam_authorizer(call) : Json(),
                                    .now = call.now};
  std::string event = event_2_0(request, std::move(body), circumstances);
  if (event.size() > kMaxUrlPayload) throw url_payload_too_large();
  http::Response response = run(url, std::move(event), circumstances.trace_id);
  if (url.cors) http::apply_cors(*url.cors, request, response);
  response.headers.add("x-amzn-requestid", call.request_id);
  response.headers.add("x-amzn-trace-id", circumstances.trace_id);
  return response;
}

http::Response UrlEndpoint::run(const FunctionUrl& url, std::string event, const std::string& trace_id) const {
  const std::shared_ptr<const Function> function = functions_.find_by_arn(url.function_arn);
  if (!function) throw forbidden();
  std::string id = functions_.loop().world().uuid();
  if (!url.streams) {
    InvocationResult result = functions_.invoke(function, std::move(event), std::move(id), trace_id);
    if (!result.function_error.empty()) return failed(url, result.payload);
    auto response = parse_reply(std::move(result.payload), PayloadFormat::k2_0, "application/json");
    return response ? std::move(*response) : failed(url, "its reply is no response");
  }
  const auto stream = functions_.invoke_streaming(function, std::move(event), std::move(id), trace_id);
  auto response = stream_reply(stream);
  return response ? std::move(*response) : failed(url, stream->error());
}

http::Response UrlEndpoint::write(const protocol::Fault& fault, const protocol::Call& call) const {
  Json body = {{"Message", fault.message}};
  for (const auto& [name, value] : fault.members.members()) body.set(name, value);
  return {.status = fault.status,
          .headers = {{"content-type", "application/json"},
                      {"x-amzn-requestid", call.request_id},
                      {"x-amzn-errortype", fault.code}},
          .body = body.dump()};
}

}  // namespace gateway
