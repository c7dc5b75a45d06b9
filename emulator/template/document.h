#pragma once

#include <optional>
#include <string_view>

#include "emulator/template/node.h"
#include "emulator/template/problem.h"

namespace cfn {

// Reads a template's text, YAML or JSON (which is YAML, so both keep their lines). Short forms become long ones: `!Ref
// x` is {Ref: x}, `!Sub x` is {Fn::Sub: x}. Nothing where it cannot be read at all; a member written twice, a merge key
// or an unknown tag is a problem, and the rest is still read.
std::optional<Node> parse_document(std::string_view text, Problems& problems);

}  // namespace cfn
