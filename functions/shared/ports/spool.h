#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace ports {

// Text that waits in a file of /tmp until it can be sent: what is found while one object is read belongs to another,
// and may be larger than memory. The file has no name, so it goes with the process, however that ends.
class Spool {
 public:
  Spool() = default;
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Throws Failure "DiskFull" (or "DiskError").
  void write(std::string_view bytes);
  bool empty() const { return size_ == 0; }
  // All of it, piece by piece.
  void read(const std::function<void(std::string_view)>& take);

 private:
  void flush();

  int fd_ = -1;  // opened when the buffer overflows for the first time
  std::string buffer_ = {};
  std::uint64_t size_ = 0;
  std::uint64_t in_file_ = 0;
};

}  // namespace ports
