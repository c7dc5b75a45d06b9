#include "emulator/boot_http.h"

#include <fmt/format.h>

#include <stdexcept>

#include "base/check.h"

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

}  // namespace boot_http_detail

using namespace boot_http_detail;

void boot_http(Parts& parts, const cfn::Stack& stack) {
  for (const cfn::HttpApi& api : stack.http_apis) boot_api(parts, api);
}

}  // namespace emulator
