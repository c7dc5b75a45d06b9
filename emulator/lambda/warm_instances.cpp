#include "emulator/lambda/warm_instances.h"

#include <algorithm>

#include "base/check.h"

namespace lambda_service {
namespace warm_instances_detail {

Function configuration_of(Function function) {
  function.revision.clear();
  function.last_modified = {};
  return function;
}

}  // namespace warm_instances_detail

void WarmInstances::keep(Kept kept) {
  CHECK(kept.instance->ready());
  kept_.push_back(std::move(kept));
}

std::optional<WarmInstances::Kept> WarmInstances::take(const Function& function, const std::string& endpoint) {
  using warm_instances_detail::configuration_of;
  const Function wanted = configuration_of(function);
  const auto found = std::ranges::find_if(kept_, [&](const Kept& kept) {
    return kept.endpoint == endpoint && kept.instance->ready() && configuration_of(kept.instance->function()) == wanted;
  });
  if (found == kept_.end()) return std::nullopt;
  Kept taken = std::move(*found);
  kept_.erase(found);
  return taken;
}

}  // namespace lambda_service
