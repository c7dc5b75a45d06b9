#pragma once

#include "emulator/parts.h"
#include "emulator/template/stack.h"

namespace emulator {

// Makes the template's alarms. Throws std::runtime_error, which names the resource and its line, for what CloudWatch
// refuses.
void boot_alarms(Parts& parts, const cfn::Stack& stack);

}  // namespace emulator
