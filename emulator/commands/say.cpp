#include "emulator/commands/say.h"

#include <cstdio>

namespace emulator {

int say(int status, const std::string& sentence) {
  std::fprintf(stderr, "feedmill: %s\n", sentence.c_str());
  return status;
}

}  // namespace emulator
