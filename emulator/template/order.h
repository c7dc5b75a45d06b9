#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace cfn {

// What waits for what, by logical id.
using Dependencies = std::map<std::string, std::set<std::string>>;

struct Order {
  std::vector<std::string> ids = {};                   // each after all that it waits for; without the circles
  std::vector<std::vector<std::string>> circles = {};  // "A waits for B waits for A", without the A at the end
};

// Sorts `ids` so that they can be created one after another; keeps their order where it can.
Order order_by_dependencies(const std::vector<std::string>& ids, const Dependencies& dependencies);

}  // namespace cfn
