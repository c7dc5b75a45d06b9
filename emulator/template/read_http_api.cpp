#include <algorithm>

#include "base/text.h"
#include "emulator/template/readers.h"

// API Gateway's HTTP APIs. An API comes before its stages, integrations and routes, which refer to it.
// Source: AWS CloudFormation Template Reference, AWS::ApiGatewayV2::*; API Gateway quotas, HTTP APIs.

namespace cfn {
namespace {

RouteThrottle read_throttle(Fields& settings) {
  RouteThrottle throttle;
  if (const auto burst = settings.find_integer("ThrottlingBurstLimit", {0, 1'000'000})) {
    throttle.burst = static_cast<int>(*burst);
  }
  const auto rate = settings.find_text("ThrottlingRateLimit");
  if (!rate) return throttle;
  if (const auto value = base::parse_double(*rate); value && *value >= 0 && *value <= 1e6) {
    throttle.rate = *value;
  } else {
    settings.problems().add(*settings.find("ThrottlingRateLimit"), "must be a number of requests a second, from 0 up");
  }
  return throttle;
}

std::map<std::string, std::string> read_map(Fields& in, std::string_view name, Problems& problems) {
  std::map<std::string, std::string> values;
  in.entries(name, [&](const std::string& key, const Node& value) {
    if (const auto text = find_scalar(value, problems)) values[key] = *text;
  });
  return values;
}

// The API that ApiId refers to; reports where it is none of this template.
HttpApi* find_api(Reading& reading) {
  const std::string id = reading.in.require_text("ApiId");
  const auto found = std::ranges::find(reading.stack.http_apis, id, &HttpApi::id);
  if (found != reading.stack.http_apis.end()) return &*found;
  if (!id.empty()) {
    reading.problems.add(*reading.in.find("ApiId"),
                         "must be a !Ref to an HTTP API of this template; '" + id + "' is none");
  }
  return nullptr;
}

// A function's ARN out of how API Gateway writes it: arn:...:lambda:path/2015-03-31/functions/<ARN>/invocations.
std::string function_of_uri(std::string uri) {
  constexpr std::string_view kBefore = "/functions/", kBehind = "/invocations";
  const auto begin = uri.find(kBefore);
  if (begin != std::string::npos && uri.ends_with(kBehind)) {
    uri = uri.substr(begin + kBefore.size(), uri.size() - kBehind.size() - begin - kBefore.size());
  }
  return uri;
}

bool is_route_key(const std::string& key) {
  if (key == "$default") return true;
  const auto space = key.find(' ');
  if (space == std::string::npos || key.find(' ', space + 1) != std::string::npos) return false;
  static constexpr std::string_view kMethods[] = {"ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"};
  return std::ranges::find(kMethods, key.substr(0, space)) != std::end(kMethods) && key[space + 1] == '/';
}

}  // namespace

std::optional<Cors> read_cors(Fields& in, std::string_view name) {
  Cors cors;
  const bool there = in.object(name, [&](Fields& fields) {
    cors.allow_origins = fields.texts("AllowOrigins");
    cors.allow_methods = fields.texts("AllowMethods");
    cors.allow_headers = fields.texts("AllowHeaders");
    cors.expose_headers = fields.texts("ExposeHeaders");
    if (const auto age = fields.find_integer("MaxAge", {-1, 86'400})) cors.max_age_seconds = static_cast<int>(*age);
    cors.allow_credentials = fields.flag("AllowCredentials", false);
    const bool any_origin = std::ranges::find(cors.allow_origins, "*") != cors.allow_origins.end();
    if (cors.allow_credentials && any_origin) {
      fields.problem("AllowCredentials cannot be true where AllowOrigins has '*'; name the origins");
    }
  });
  return there ? std::optional(cors) : std::nullopt;
}

void read_api(Reading& reading) {
  Fields& in = reading.in;
  HttpApi api = {.origin = reading.origin, .id = reading.ref, .name = in.require_text("Name")};
  in.require("ProtocolType");
  in.one_of("ProtocolType", {"HTTP"}, "HTTP");
  api.description = in.text("Description");
  api.cors = read_cors(in, "CorsConfiguration");
  api.tags = read_map(in, "Tags", reading.problems);
  reading.stack.http_apis.push_back(std::move(api));
}

void read_api_stage(Reading& reading) {
  Fields& in = reading.in;
  HttpApiStage stage = {
      .origin = reading.origin, .name = in.require_text("StageName"), .description = in.text("Description")};
  stage.variables = read_map(in, "StageVariables", reading.problems);
  if (!in.flag("AutoDeploy", false)) in.problem("AutoDeploy must be true: deployments are not supported");
  in.object("DefaultRouteSettings", [&](Fields& settings) { stage.throttle = read_throttle(settings); });
  in.entries("RouteSettings", [&](const std::string& key, const Node& node) {
    Fields settings(node, reading.problems);
    stage.route_throttles[key] = read_throttle(settings);
  });
  in.entries("Tags", [](const std::string&, const Node&) {});
  if (HttpApi* api = find_api(reading)) api->stages.push_back(std::move(stage));
}

void read_api_integration(Reading& reading) {
  Fields& in = reading.in;
  HttpApiIntegration integration = {.origin = reading.origin, .id = reading.ref};
  in.require("IntegrationType");
  in.one_of("IntegrationType", {"AWS_PROXY"}, "AWS_PROXY");
  in.one_of("IntegrationMethod", {"POST"}, "POST");
  in.one_of("ConnectionType", {"INTERNET"}, "INTERNET");
  in.require("PayloadFormatVersion");
  integration.payload_format = in.one_of("PayloadFormatVersion", {"1.0", "2.0"}, "2.0");
  integration.timeout = std::chrono::milliseconds(in.integer("TimeoutInMillis", {50, 30'000}, 30'000));
  const std::string uri = in.require_text("IntegrationUri");
  integration.function_arn = function_of_uri(uri);
  if (!uri.empty() && integration.function_arn.find(":lambda:") == std::string::npos) {
    reading.problems.add(*in.find("IntegrationUri"),
                         "'" + uri + "' is not the ARN of a function; supported integrations are functions");
  }
  if (HttpApi* api = find_api(reading)) api->integrations.push_back(std::move(integration));
}

void read_api_route(Reading& reading) {
  Fields& in = reading.in;
  HttpApiRoute route = {.origin = reading.origin, .id = reading.ref, .key = in.require_text("RouteKey")};
  if (!route.key.empty() && !is_route_key(route.key)) {
    reading.problems.add(*in.find("RouteKey"), "'" + route.key + "' must be METHOD /path, ANY /path or $default");
  }
  in.one_of("AuthorizationType", {"NONE"}, "NONE");
  const std::string target = in.require_text("Target");
  constexpr std::string_view kPrefix = "integrations/";
  if (target.starts_with(kPrefix)) {
    route.integration_id = target.substr(kPrefix.size());
  } else if (!target.empty()) {
    reading.problems.add(*in.find("Target"), "must be integrations/<id of an integration>");
  }
  HttpApi* api = find_api(reading);
  if (!api) return;
  if (std::ranges::find(api->routes, route.key, &HttpApiRoute::key) != api->routes.end()) {
    in.problem("the API has a route " + route.key + " already");
    return;
  }
  api->routes.push_back(std::move(route));
}

// Source: AWS::Lambda::Url.
void read_function_url(Reading& reading) {
  Fields& in = reading.in;
  FunctionUrl url = {.origin = reading.origin, .id = reading.id, .function = in.require_text("TargetFunctionArn")};
  in.require("AuthType");
  url.auth_type = in.one_of("AuthType", {"AWS_IAM", "NONE"}, "AWS_IAM");
  url.invoke_mode = in.one_of("InvokeMode", {"BUFFERED", "RESPONSE_STREAM"}, "BUFFERED");
  url.cors = read_cors(in, "Cors");
  reading.stack.function_urls.push_back(std::move(url));
}

}  // namespace cfn
