#include "ports/nameless_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/check.h"
#include "base/failure.h"

namespace ports {
namespace nameless_file_detail {

[[noreturn]] void fail(std::string_view what, const std::string& folder, std::uint64_t size) {
  const int error = errno;
  if (error == ENOSPC || error == EDQUOT) {
    throw base::Failure("DiskFull",
                        fmt::format("there is no room left in {} for more than the {} bytes that wait there; "
                                    "free some, or give the function more EphemeralStorage, and start again",
                                    folder, size));
  }
  throw base::Failure("DiskError",
                      fmt::format("cannot {} a temporary file in {}: {}", what, folder, std::strerror(error)));
}

}  // namespace nameless_file_detail

using namespace nameless_file_detail;

NamelessFile::~NamelessFile() {
  if (fd_ >= 0) close(fd_);
}

void NamelessFile::make() {
  const char* const chosen = std::getenv("TMPDIR");  // not temp_directory_path(), which throws what has no name
  folder_ = chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
  std::string name = folder_ + "/feedmill-XXXXXX";
  fd_ = mkostemp(name.data(), O_CLOEXEC);
  if (fd_ < 0) fail("make", folder_, size_);
  unlink(name.c_str());
}

void NamelessFile::append(std::string_view bytes) {
  if (fd_ < 0 && !bytes.empty()) make();
  while (!bytes.empty()) {
    const ssize_t written = pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("write to", folder_, size_);
    }
    size_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void NamelessFile::read(std::uint64_t at, std::span<char> to) const {
  CHECK(at + to.size() <= size_);
  for (std::size_t done = 0; done < to.size();) {
    const ssize_t got = pread(fd_, to.data() + done, to.size() - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) errno = EIO;  // somebody cut it off
    if (got <= 0) fail("read", folder_, size_);
    done += static_cast<std::size_t>(got);
  }
}

}  // namespace ports
