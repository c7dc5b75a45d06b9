#include "emulator/boot_http.h"

#include <fmt/format.h>

#include <stdexcept>

namespace emulator {
namespace boot_http_detail {

std::optional<http::CorsPolicy> cors_of(const std::optional<cfn::Cors>& described) {
  if (!described) return std::nullopt;
  return http::CorsPolicy{.allow_origins = described->allow_origins,
                          .allow_methods = described->allow_methods,
                          .allow_headers = described->allow_headers,
                          .expose_headers = described->expose_headers,
                          .max_age_seconds = described->max_age_seconds,
                          .allow_credentials = described->allow_credentials};
}

gateway::Throttle throttle_of(const cfn::RouteThrottle& described) {
  return {.burst = described.burst, .rate = described.rate};
}

void boot_api(Parts& parts, const cfn::HttpApi& described) {
  gateway::Api api{.id = described.id,
                   .name = described.name,
                   .description = described.description,
                   .account = parts.options.account,
                   .region = parts.options.region,
                   .created = parts.loop.now(),
                   .cors = cors_of(described.cors),
                   .tags = described.tags};
  for (const cfn::HttpApiStage& stage : described.stages) {
    gateway::Stage made{.name = stage.name,
                        .description = stage.description,
                        .variables = stage.variables,
                        .throttle = throttle_of(stage.throttle)};
    for (const auto& [key, throttle] : stage.route_throttles) made.route_throttles[key] = throttle_of(throttle);
    api.stages.push_back(std::move(made));
  }
  for (const cfn::HttpApiIntegration& integration : described.integrations) {
    api.integrations.push_back(
        {.id = integration.id,
         .function_arn = integration.function_arn,
         .format = integration.payload_format == "1.0" ? gateway::PayloadFormat::k1_0 : gateway::PayloadFormat::k2_0,
         .timeout = integration.timeout});
  }
  for (const cfn::HttpApiRoute& route : described.routes) {
    auto key = gateway::RouteKey::parse(route.key);
    if (!key)
      throw std::runtime_error(fmt::format("line {}: {} is no route of an HTTP API", route.origin.line, route.key));
    api.routes.push_back({.id = route.id, .key = std::move(*key), .integration_id = route.integration_id});
  }
  parts.apis.put(std::move(api));
}

std::string function_arn(const cfn::Stack& stack, const std::string& name_or_arn) {
  const cfn::Function* function = stack.find_function(name_or_arn);
  return function ? function->arn : name_or_arn;
}

void boot_function_url(Parts& parts, const cfn::Stack& stack, const cfn::FunctionUrl& described) {
  parts.functions->urls().put({.function_arn = function_arn(stack, described.function),
                               .id = described.id,
                               .needs_signature = described.auth_type == "AWS_IAM",
                               .streams = described.invoke_mode == "RESPONSE_STREAM",
                               .cors = cors_of(described.cors),
                               .created = parts.loop.now(),
                               .modified = parts.loop.now(),
                               .described = true});
}

void boot_permission(Parts& parts, const cfn::Stack& stack, const cfn::Permission& described) {
  parts.functions->policies().put(function_arn(stack, described.function),
                                  {.sid = stack.name + "-" + described.origin.logical_id,
                                   .action = described.action,
                                   .principal = described.principal,
                                   .source_arn = described.source_arn,
                                   .source_account = described.source_account,
                                   .url_auth_type = described.function_url_auth_type,
                                   .described = true});
}

}  // namespace boot_http_detail

using namespace boot_http_detail;

void boot_http(Parts& parts, const cfn::Stack& stack) {
  for (const cfn::HttpApi& api : stack.http_apis) boot_api(parts, api);
  for (const cfn::FunctionUrl& url : stack.function_urls) boot_function_url(parts, stack, url);
  for (const cfn::Permission& permission : stack.permissions) boot_permission(parts, stack, permission);
}

}  // namespace emulator
