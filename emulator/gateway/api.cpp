#include "emulator/gateway/api.h"

#include <algorithm>

namespace gateway {

Api::StagePath Api::find_stage(std::string_view encoded_path) const {
  const auto slash = encoded_path.find('/', 1);
  const std::string_view first = encoded_path.substr(1, slash == std::string_view::npos ? slash : slash - 1);
  StagePath found;
  for (const Stage& stage : stages) {
    if (stage.name == "$default") {
      if (!found.stage) found = {.stage = &stage, .path = encoded_path};
    } else if (stage.name == first) {
      found = {.stage = &stage, .path = slash == std::string_view::npos ? "/" : encoded_path.substr(slash)};
    }
  }
  return found;
}

Api::Match Api::find_route(std::string_view method, std::string_view encoded_path) const {
  const std::vector<std::string> segments = path_segments(encoded_path);
  Match best;
  for (const Route& route : routes) {
    if (best.route && !route.key.is_before(best.route->key)) continue;
    if (auto parameters = route.key.match(method, segments)) {
      best = {.route = &route, .parameters = std::move(*parameters)};
    }
  }
  return best;
}

const Integration* Api::find_integration(std::string_view integration_id) const {
  const auto found = std::ranges::find(integrations, integration_id, &Integration::id);
  return found == integrations.end() ? nullptr : &*found;
}

}  // namespace gateway
