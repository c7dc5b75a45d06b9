#include "emulator/gateway/api_endpoint.h"

#include <fmt/format.h>

#include "base/log.h"
#include "base/text.h"
#include "emulator/gateway/event.h"
#include "emulator/gateway/invoker.h"
#include "emulator/gateway/reply.h"
#include "emulator/gateway/trace_id.h"

namespace gateway {
namespace api_endpoint_detail {

using lambda_service::InvocationResult;
using protocol::Fault;

// API Gateway quotas, HTTP APIs: payload, and request line and headers together; Lambda quotas: an event.
constexpr std::size_t kMaxPayload = 10 << 20;
constexpr std::size_t kMaxHead = 10'240;
constexpr std::size_t kMaxEvent = 6'291'456;

// What an HTTP API answers by itself. Its errors have a message and no code.
Fault not_found() { return Fault("NotFoundException", 404, "Not Found"); }
Fault too_many_requests() { return Fault("TooManyRequestsException", 429, "Too Many Requests"); }
Fault entity_too_large() { return Fault("RequestEntityTooLarge", 413, "Request Entity Too Large"); }
Fault header_too_large() { return Fault("RequestHeaderFieldsTooLarge", 431, "Request Header Fields Too Large"); }
Fault service_unavailable() { return Fault("ServiceUnavailable", 503, "Service Unavailable"); }
Fault internal_server_error() { return Fault("InternalServerError", 500, "Internal Server Error"); }

std::size_t head_size(const http::Request& request) {
  std::size_t size = request.method.size() + request.target.size();
  for (const auto& [name, value] : request.headers.all()) size += name.size() + value.size();
  return size;
}

std::string read_body(http::Request& request) {
  if (request.content_length.value_or(0) > kMaxPayload) throw entity_too_large();
  try {
    return request.body->read_all(kMaxPayload);
  } catch (const http::BodyTooLarge&) {
    throw entity_too_large();
  }
}

}  // namespace api_endpoint_detail

using namespace api_endpoint_detail;

http::Response ApiEndpoint::serve(http::Request& request, protocol::Call& call) const {
  call.caller = "anonymous";
  call.action = "execute-api:Invoke";
  const auto address = parse_address(request, Kind::kApi, call.region);
  const Api* api = address ? apis_.find(address->id) : nullptr;
  if (!api) throw not_found();
  if (head_size(request) > kMaxHead) throw header_too_large();
  if (api->cors && http::is_preflight(request)) return http::answer_preflight(*api->cors, request, 204);
  http::Response response;
  try {
    response = route(*api, *address, request, call);
  } catch (const Fault& fault) {
    response = write(fault, call);  // a page of another origin may read why it failed
  }
  if (api->cors) http::apply_cors(*api->cors, request, response);
  response.headers.add("apigw-requestid", call.request_id);
  return response;
}

http::Response ApiEndpoint::route(const Api& api, const Address& address, http::Request& request,
                                  const protocol::Call& call) const {
  const Api::StagePath place = api.find_stage(address.path);
  if (!place.stage) throw not_found();
  Api::Match match = api.find_route(request.method, place.path);
  if (!match.route) throw not_found();
  if (!apis_.admit(api, *place.stage, *match.route, call.now)) throw too_many_requests();
  const Integration* integration = api.find_integration(match.route->integration_id);
  if (!integration) throw internal_server_error();
  std::string body = read_body(request);
  const Circumstances circumstances{.account = api.account,
                                    .api_id = api.id,
                                    .domain_name = address.domain_name,
                                    .request_id = call.request_id,
                                    .trace_id = trace_id_of(request, functions_.loop()),
                                    .stage = place.stage->name,
                                    // Decoded, unlike at a REST API or a function's URL.
                                    .path = base::percent_decode(address.path),
                                    .route_key = match.route->key.text(),
                                    .resource = match.route->key.path(),
                                    .path_parameters = std::move(match.parameters),
                                    .stage_variables = &place.stage->variables,
                                    .now = call.now};
  std::string event = integration->format == PayloadFormat::k2_0 ? event_2_0(request, std::move(body), circumstances)
                                                                 : event_1_0(request, std::move(body), circumstances);
  if (event.size() > kMaxEvent) throw entity_too_large();
  check_permission(api, *place.stage, *match.route, *integration);
  return run(*integration, std::move(event), call, circumstances.trace_id);
}

// API Gateway invokes a function only where the function's own policy lets it.
void ApiEndpoint::check_permission(const Api& api, const Stage& stage, const Route& route,
                                   const Integration& integration) const {
  const std::string source = fmt::format("arn:aws:execute-api:{}:{}:{}/{}/{}", api.region, api.account, api.id,
                                         stage.name, route.key.as_resource());
  if (functions_.policies().allow(integration.function_arn, {.action = "lambda:InvokeFunction",
                                                             .principal = "apigateway.amazonaws.com",
                                                             .source_arn = source,
                                                             .source_account = api.account})) {
    return;
  }
  base::log_warning("a function's policy does not let API Gateway invoke it: add an AWS::Lambda::Permission",
                    {{"function", integration.function_arn}, {"sourceArn", source}});
  throw internal_server_error();
}

http::Response ApiEndpoint::run(const Integration& integration, std::string event, const protocol::Call& call,
                                const std::string& trace_id) const {
  const auto function = functions_.find_by_arn(integration.function_arn);
  const auto fail = [&](std::string_view why, const Fault& fault) {
    base::log_warning("an integration failed", {{"function", integration.function_arn},
                                                {"requestId", call.request_id},
                                                {"status", fault.status},
                                                {"error", why}});
    throw fault;
  };
  if (!function) fail("there is no such function", internal_server_error());
  std::optional<InvocationResult> result;
  try {
    result = invoke_within(integration.timeout, functions_, function, std::move(event),
                           functions_.loop().world().uuid(), trace_id);
  } catch (const Fault& fault) {
    fail(fault.message, fault.status == 429 ? service_unavailable() : internal_server_error());
  }
  if (!result) fail("it did not answer in time", service_unavailable());
  if (!result->function_error.empty()) fail(result->payload.substr(0, 1024), internal_server_error());
  auto response = parse_reply(std::move(result->payload), integration.format, "text/plain; charset=utf-8");
  if (!response)
    fail("its reply is no response: statusCode, headers or body are not as they must be", internal_server_error());
  return std::move(*response);
}

http::Response ApiEndpoint::write(const Fault& fault, const protocol::Call&) const {
  return error_response(fault.status, fault.code == "InternalFailure" ? "Internal Server Error" : fault.message);
}

}  // namespace gateway
