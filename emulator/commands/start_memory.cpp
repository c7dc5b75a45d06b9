#include "emulator/commands/start_memory.h"

#include <malloc.h>
#include <sys/mman.h>

#include <fstream>
#include <string>

#include "base/text.h"

namespace emulator {

// /proc/self/maps (proc(5)): "55d1136e5000-55d113b2d000 r-xp 00148000 fe:00 1234 /usr/bin/x". Only code of files: it is
// never written to, so nothing but the file is in it.
void give_back_start_memory() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const auto fields = base::split(line, ' ');
    if (fields.size() < 5 || fields[1] != "r-xp" || fields[4] == "0") continue;
    const auto addresses = base::split(fields[0], '-');
    const std::uintptr_t begin = std::stoull(std::string(addresses[0]), nullptr, 16);
    const std::uintptr_t end = std::stoull(std::string(addresses[1]), nullptr, 16);
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);  // advice: where it fails, nothing is lost
  }
  malloc_trim(0);
}

}  // namespace emulator
