#pragma once

#include <string>
#include <vector>

namespace sqs {

// What AddPermission puts into a queue's policy: these accounts may do these actions.
struct Permission {
  std::string label = {};
  std::vector<std::string> accounts = {};
  std::vector<std::string> actions = {};  // "SendMessage", "*"
};

// The policy (JSON text, perhaps empty) with the permission. Throws where the label is there already.
std::string with_permission(const std::string& policy, const Permission& permission, const std::string& queue_arn);
// Without it; empty when nothing is left. Throws where there is no such label.
std::string without_permission(const std::string& policy, const std::string& label);

}  // namespace sqs
