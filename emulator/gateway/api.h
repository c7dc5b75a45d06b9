#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "emulator/gateway/route_key.h"
#include "emulator/http/cors.h"

// An HTTP API as it is described: values that know nothing of requests.

namespace gateway {

enum class PayloadFormat { k1_0, k2_0 };

// What an API may do in a second; what is not said is not limited.
struct Throttle {
  std::optional<int> burst = {};
  std::optional<double> rate = {};
  bool is_set() const { return burst || rate; }
};

struct Integration {
  std::string id = {};
  std::string function_arn = {};
  PayloadFormat format = PayloadFormat::k2_0;
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
};

struct Route {
  std::string id = {};
  RouteKey key = {};
  std::string integration_id = {};
};

struct Stage {
  std::string name = {};  // "$default": the one without a name in the path
  std::string description = {};
  std::map<std::string, std::string> variables = {};
  Throttle throttle = {};
  std::map<std::string, Throttle> route_throttles = {};  // by route key
};

struct Api {
  std::string id = {};
  std::string name = {};
  std::string description = {};
  std::string account = {};
  std::string region = {};
  base::TimePoint created = {};
  std::optional<http::CorsPolicy> cors = {};
  std::vector<Stage> stages = {};
  std::vector<Integration> integrations = {};
  std::vector<Route> routes = {};
  std::map<std::string, std::string> tags = {};

  // The stage that a path leads to, and the path below it; null where there is neither one of that name nor $default.
  struct StagePath {
    const Stage* stage = nullptr;
    std::string_view path = {};
  };
  StagePath find_stage(std::string_view encoded_path) const;

  // The route that fits best, and what its labels stand for; null where none fits.
  struct Match {
    const Route* route = nullptr;
    PathParameters parameters = {};
  };
  Match find_route(std::string_view method, std::string_view encoded_path) const;

  const Integration* find_integration(std::string_view integration_id) const;
};

}  // namespace gateway
