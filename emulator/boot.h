#pragma once

#include "emulator/parts.h"
#include "emulator/template/stack.h"

namespace emulator {

// Makes what the template describes in every service, or brings what is there up to it; safe to repeat at every start.
// Throws std::runtime_error with one sentence that names the resource.
void boot_stack(Parts& parts, const cfn::Stack& stack);

}  // namespace emulator
