#include "ports/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "base/failure.h"

namespace ports {
namespace spool_detail {

constexpr std::size_t kBufferBytes = 256 << 10;

[[noreturn]] void fail(const std::string& what) {
  throw base::Failure(errno == ENOSPC ? "DiskFull" : "DiskError", what + ": " + std::strerror(errno));
}

int open_nameless_file() {
  std::string name = (std::filesystem::temp_directory_path() / "spool-XXXXXX").string();
  const int fd = mkostemp(name.data(), O_CLOEXEC);
  if (fd < 0) fail("cannot make " + name);
  unlink(name.c_str());
  return fd;
}

}  // namespace spool_detail

using namespace spool_detail;

Spool::~Spool() {
  if (fd_ >= 0) close(fd_);
}

void Spool::write(std::string_view bytes) {
  buffer_.append(bytes);
  size_ += bytes.size();
  if (buffer_.size() >= kBufferBytes) flush();
}

void Spool::flush() {
  if (fd_ < 0) fd_ = open_nameless_file();
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = pwrite(fd_, rest.data(), rest.size(), static_cast<off_t>(in_file_));
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("cannot write to the temporary directory");
    }
    in_file_ += static_cast<std::uint64_t>(written);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void Spool::read(const std::function<void(std::string_view)>& take) {
  std::string piece(in_file_ > 0 ? kBufferBytes : 0, '\0');
  for (std::uint64_t at = 0; at < in_file_;) {
    const ssize_t got = pread(fd_, piece.data(), piece.size(), static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail("cannot read from the temporary directory");
    take(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
    at += static_cast<std::uint64_t>(got);
  }
  take(buffer_);
}

}  // namespace ports
