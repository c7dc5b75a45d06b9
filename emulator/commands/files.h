#pragma once

#include <filesystem>
#include <string>

namespace emulator {

std::string read_file(const std::filesystem::path& path);  // throws std::runtime_error: cannot read it

// A directory of a command's own, gone with it.
struct TemporaryDirectory {
  std::filesystem::path path = {};
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
};

}  // namespace emulator
