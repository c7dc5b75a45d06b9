#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "emulator/commands/options.h"

// feedmill contract: the function's own binary does it, so that what a contract's author sees is what will run.

namespace emulator {

int run_contract(const std::vector<std::string>& arguments) {
  std::string binary = std::filesystem::path(own_functions()) / "normalize" / "bootstrap";
  std::string word = "contract";
  std::vector<std::string> rest = arguments;
  std::vector<char*> words = {binary.data(), word.data()};
  for (std::string& argument : rest) words.push_back(argument.data());
  words.push_back(nullptr);
  execv(binary.c_str(), words.data());
  std::fprintf(stderr, "feedmill: %s cannot be started: %s; build the target normalize\n", binary.c_str(),
               std::strerror(errno));
  return 1;
}

}  // namespace emulator
