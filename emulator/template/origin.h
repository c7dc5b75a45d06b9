#pragma once

#include <string>
#include <utility>
#include <vector>

namespace cfn {

// Where a resource comes from, for messages.
struct Origin {
  std::string logical_id = {};
  int line = 0;
  bool retain = false;  // DeletionPolicy: Retain
};

using Tags = std::vector<std::pair<std::string, std::string>>;

}  // namespace cfn
