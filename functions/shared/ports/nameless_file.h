#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ports {

// A file of the temporary directory (TMPDIR, else /tmp) without a name, so that it goes with the process, however that
// ends. It is made with the first byte.
//
// Throws  Failure "DiskFull" where there is no room, "DiskError" where it cannot be written or read otherwise.
class NamelessFile {
 public:
  NamelessFile() = default;
  ~NamelessFile();
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;

  void append(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  // Fills `to` with what stands from `at` on; all of it must have been written.
  void read(std::uint64_t at, std::span<char> to) const;

 private:
  void make();
  int fd_ = -1;
  std::uint64_t size_ = 0;
  std::string folder_ = {};
};

}  // namespace ports
