#pragma once

#include "emulator/parts.h"
#include "emulator/template/stack.h"

namespace emulator {

// Makes the template's event buses, rules and archives. Throws std::runtime_error, which names the resource and its
// line, for what EventBridge refuses.
void boot_events(Parts& parts, const cfn::Stack& stack, const protocol::Call& owner);

}  // namespace emulator
