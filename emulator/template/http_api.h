#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulator/template/origin.h"

// HTTP APIs of API Gateway and URLs of functions, as a template describes them.

namespace cfn {

struct Cors {
  std::vector<std::string> allow_origins = {};
  std::vector<std::string> allow_methods = {};
  std::vector<std::string> allow_headers = {};
  std::vector<std::string> expose_headers = {};
  std::optional<int> max_age_seconds = {};
  bool allow_credentials = false;
};

struct RouteThrottle {
  std::optional<int> burst = {};
  std::optional<double> rate = {};  // requests a second
};

struct HttpApiStage {
  Origin origin = {};
  std::string name = {};
  std::string description = {};
  std::map<std::string, std::string> variables = {};
  RouteThrottle throttle = {};
  std::map<std::string, RouteThrottle> route_throttles = {};  // by route key
};

struct HttpApiIntegration {
  Origin origin = {};
  std::string id = {};
  std::string function_arn = {};
  std::string payload_format = {};  // "2.0" or "1.0"
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
};

struct HttpApiRoute {
  Origin origin = {};
  std::string id = {};
  std::string key = {};  // "POST /v1/orders/{id}", "ANY /{proxy+}", "$default"
  std::string integration_id = {};
};

struct HttpApi {
  Origin origin = {};
  std::string id = {};
  std::string name = {};
  std::string description = {};
  std::optional<Cors> cors = {};
  std::vector<HttpApiStage> stages = {};
  std::vector<HttpApiIntegration> integrations = {};
  std::vector<HttpApiRoute> routes = {};
  std::map<std::string, std::string> tags = {};
};

struct FunctionUrl {
  Origin origin = {};
  std::string id = {};
  std::string function = {};  // name or ARN
  std::string auth_type = {};
  std::string invoke_mode = {};
  std::optional<Cors> cors = {};
};

}  // namespace cfn
