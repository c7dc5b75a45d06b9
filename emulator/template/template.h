#pragma once

#include <optional>
#include <vector>

#include "emulator/template/node.h"
#include "emulator/template/problem.h"
#include "emulator/template/resource.h"

namespace cfn {

// A template by its sections.
struct Template {
  std::string description = {};
  bool serverless = false;  // Transform: AWS::Serverless-2016-10-31
  Node parameters = {};
  Node mappings = {};
  Node conditions = {};
  Node globals = {};  // of functions
  Node outputs = {};
  std::vector<Resource> resources = {};
};

Template read_sections(const Node& document, Problems& problems);

}  // namespace cfn
