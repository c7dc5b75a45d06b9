#pragma once

#include <string>

#include "emulator/commands/demo_vendor_result.h"

namespace emulator {

// The story for a person, on standard output: what was sent and answered, what became of it, the upgrade, and how to
// look further: at `endpoint`, below whose path `api` vendors post, where the demo stays, else where one would run.
void print_story(const VendorDemo& demo, const std::string& endpoint, const std::string& api, bool stays);

}  // namespace emulator
