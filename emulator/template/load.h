#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "emulator/template/problem.h"
#include "emulator/template/scope.h"
#include "emulator/template/stack.h"

// Reads a SAM or CloudFormation template, YAML or JSON, as far as README.md says. SAM's resources are expanded to plain
// CloudFormation first, as AWS does it; so everything after that knows one form only.

namespace cfn {

struct Loaded {
  Stack stack = {};                    // whole only where there are no problems
  std::vector<Problem> problems = {};  // all of them, by line

  bool ok() const { return problems.empty(); }
};

// `overrides` sets parameters by name. Reads `path` and the definitions that it names; does not throw.
Loaded load(const std::string& path, const std::map<std::string, std::string>& overrides = {}, const Place& place = {});

// The plain CloudFormation that the template means, its functions unresolved, local code and definitions as if they had
// been packaged to S3. For checking it against what AWS accepts; null where the template cannot be read.
base::Json expand(const std::string& path, std::vector<Problem>& problems);

}  // namespace cfn
