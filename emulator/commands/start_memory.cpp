#include "emulator/commands/start_memory.h"

#include <malloc.h>
#include <sys/mman.h>

#include <charconv>
#include <fstream>
#include <string>

#include "base/text.h"

namespace emulator {
namespace start_memory_detail {

std::uintptr_t from_hex(std::string_view text) {
  std::uintptr_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return value;
}

}  // namespace start_memory_detail

using namespace start_memory_detail;

// /proc/self/maps (proc(5)): "55d1136e5000-55d113b2d000 r-xp 00148000 fe:00 1234 /usr/bin/x". Only code of files: it is
// never written to, so nothing but the file is in it.
void give_back_start_memory() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const auto fields = base::split(line, ' ');
    if (fields.size() < 5 || fields[1] != "r-xp" || fields[4] == "0") continue;
    const auto addresses = base::split(fields[0], '-');
    const std::uintptr_t begin = from_hex(addresses[0]), end = from_hex(addresses[1]);
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);  // advice: where it fails, nothing is lost
  }
  malloc_trim(0);
}

}  // namespace emulator
