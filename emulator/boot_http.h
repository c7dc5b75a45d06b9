#pragma once

#include "emulator/parts.h"
#include "emulator/template/stack.h"

namespace emulator {

// HTTP APIs and function URLs, as the template describes them.
void boot_http(Parts& parts, const cfn::Stack& stack);

}  // namespace emulator
