#pragma once

#include <functional>
#include <string>

#include "emulator/cloud.h"
#include "emulator/commands/options.h"

namespace emulator {

// Reads the template, boots it in a cloud of its own and runs `body` on a fiber; then takes everything down. What is
// wrong is said in one sentence on standard error. Exit status: `body`'s; 1 for a template or a function that is wrong,
// 2 for a port that is taken, 3 for a store that cannot be opened.
int run_booted(const UpOptions& options, const std::function<int(loop::Loop&, Cloud&)>& body);

}  // namespace emulator
