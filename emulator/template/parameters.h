#pragma once

#include <map>
#include <string>

#include "emulator/template/node.h"
#include "emulator/template/problem.h"

namespace cfn {

// The values of the template's Parameters: what the caller says, else the default. A missing, unknown or refused value
// is a problem, and then unknown.
std::map<std::string, Node> read_parameters(const Node& section, const std::map<std::string, std::string>& overrides,
                                            Problems& problems);

}  // namespace cfn
