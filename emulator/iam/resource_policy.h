#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "emulator/iam/policy.h"
#include "emulator/protocol/call.h"

namespace iam {

// What is no policy, or says something that is not judged here; what() says which.
struct PolicyError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A policy that belongs to a resource, as far as it takes away: its Deny statements count for whoever calls. What it
// allows adds nothing here, where all belong to one account. (IAM User Guide, "JSON policy element reference")
class ResourcePolicy {
 public:
  // Whether the service knows a value for a condition key ("s3:prefix"; keys are in lower case).
  using KnowsKey = std::function<bool(std::string_view key)>;
  // Throws PolicyError.
  static ResourcePolicy parse(const base::Json& document, std::string_view resource_arn, const KnowsKey& knows);

  struct Question {
    const protocol::Call& call;
    std::string_view action = {};
    std::string_view resource = {};
    // Of a condition key; nothing where the request has none.
    std::function<std::optional<std::string>(std::string_view key)> value = {};
  };
  bool denies(const Question& question) const;
  // Something is allowed to everybody, unconditionally: what a bucket that blocks public policies does not take.
  bool is_public() const { return public_; }

 private:
  struct Condition {
    std::string comparison = {};  // "StringEquals", without Not and IfExists
    bool negated = false;
    bool if_exists = false;
    std::string key = {};
    std::vector<std::string> values = {};
    bool holds(const std::optional<std::string>& actual) const;
  };
  struct Denial {
    Statement statement = {};
    std::vector<std::string> principals = {};  // ARNs with wildcards; "*"
    std::vector<Condition> conditions = {};
  };
  static std::vector<Condition> parse_conditions(const base::Json& operators, const KnowsKey& knows);

  std::vector<Denial> denials_ = {};
  bool public_ = false;
};

}  // namespace iam
