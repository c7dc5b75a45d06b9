#include "emulator/gateway/apis.h"

namespace gateway {
namespace apis_detail {

// What an account may do in a region where only half of a throttle is said. (API Gateway quotas)
constexpr double kAccountBurst = 5000, kAccountRate = 10'000;

}  // namespace apis_detail

using namespace apis_detail;

const Api* Apis::find(std::string_view id) const {
  const auto found = apis_.find(id);
  return found == apis_.end() ? nullptr : &found->second;
}

std::vector<const Api*> Apis::list() const {
  std::vector<const Api*> all;
  for (const auto& [id, api] : apis_) all.push_back(&api);
  return all;
}

bool Apis::admit(const Api& api, const Stage& stage, const Route& route, base::TimePoint now) {
  // A route's own settings stand instead of the stage's.
  const auto own = stage.route_throttles.find(route.key.text());
  const bool has_own = own != stage.route_throttles.end() && own->second.is_set();
  const Throttle& throttle = has_own ? own->second : stage.throttle;
  if (!throttle.is_set()) return true;
  const std::string name = api.id + "/" + stage.name + (has_own ? "/" + route.key.text() : "");
  const double burst = throttle.burst ? double(*throttle.burst) : kAccountBurst;
  return buckets_.try_emplace(name, burst, throttle.rate.value_or(kAccountRate)).first->second.take(now);
}

}  // namespace gateway
