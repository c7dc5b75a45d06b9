#pragma once

#include <string>

#include "emulator/commands/client.h"

namespace emulator {

// A function's deployment package once more, with one file more in it: its folder as the build left it (bootstrap,
// contracts/, schemas/), as a zip.
std::string repack(const std::string& function_directory, const std::string& name, const std::string& content);

// `aws lambda update-function-code --zip-file`. Throws std::runtime_error with Lambda's own words.
void deploy(const Client& client, const std::string& function, const std::string& zip);

// `aws lambda invoke`: its answer. Throws std::runtime_error where the function fails.
base::Json invoke(const Client& client, const std::string& function, const base::Json& event);

}  // namespace emulator
