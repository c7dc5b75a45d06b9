#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/iam/access.h"
#include "emulator/lambda/function.h"
#include "emulator/lambda/instance.h"

namespace lambda_service {

// Handler processes that outlive the world they were started in: a replay gives each case a world of its own, and a
// process costs more to start than a case to run. Whoever takes one must be asked by it at the same address.
class WarmInstances {
 public:
  struct Kept {
    std::shared_ptr<Instance> instance = {};
    iam::Credentials credentials = {};  // those in its environment
    std::string endpoint = {};          // where it finds the services
  };
  // Only one that is ready: it waits for an event.
  void keep(Kept kept);
  // One of a function that is configured alike, whatever its revision.
  std::optional<Kept> take(const Function& function, const std::string& endpoint);

 private:
  std::vector<Kept> kept_ = {};
};

}  // namespace lambda_service
