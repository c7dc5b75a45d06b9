#pragma once

#include <string>

#include "emulator/commands/demo_vendor_result.h"

namespace emulator {

// The story for a person, on standard output: what was sent and answered, what became of it, the upgrade, and how to
// look further: at `endpoint` where the demo stays, else where one would.
void print_story(const VendorDemo& demo, const std::string& endpoint, bool stays);

}  // namespace emulator
