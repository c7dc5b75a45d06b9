#pragma once

#include "emulator/parts.h"
#include "emulator/template/stack.h"

namespace emulator {

// HTTP APIs, function URLs and who else may invoke a function, as the template describes them.
void boot_http(Parts& parts, const cfn::Stack& stack);

}  // namespace emulator
