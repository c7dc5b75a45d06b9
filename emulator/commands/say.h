#pragma once

#include <string>

namespace emulator {

// "feedmill: SENTENCE" on standard error. Returns the status, for a command that ends with it.
int say(int status, const std::string& sentence);

}  // namespace emulator
