#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace iam {

// One statement of a policy, as far as the template may write one.
struct Statement {
  enum class Effect { kAllow, kDeny } effect = Effect::kAllow;
  std::string id = {};                      // Sid, for the message of a denial
  std::vector<std::string> actions = {};    // "s3:GetObject", "s3:*"
  std::vector<std::string> resources = {};  // ARNs with * and ?
};

using Policy = std::vector<Statement>;

// Whether a statement speaks of this action on this resource.
bool concerns(const Statement& statement, std::string_view action, std::string_view resource);

// What a policy says of one action on one resource. An explicit Deny outweighs every Allow; what nothing allows is
// denied.
struct Verdict {
  bool allowed = false;
  std::string denied_by = {};  // Sid of the Deny statement, where one spoke
};
Verdict evaluate(const Policy& policy, std::string_view action, std::string_view resource);

// IAM's wildcards: * for any characters, ? for one. Actions match without regard to case.
bool matches_wildcard(std::string_view pattern, std::string_view text);

}  // namespace iam
