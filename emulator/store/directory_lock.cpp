#include "emulator/store/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/text.h"
#include "emulator/store/store.h"

namespace store {

namespace {
std::string holder(int descriptor) {
  std::array<char, 32> text = {};
  const ssize_t count = pread(descriptor, text.data(), text.size(), 0);
  const auto pid = base::parse_int(base::trim(std::string_view(text.data(), count > 0 ? std::size_t(count) : 0)));
  return pid ? " (process " + std::to_string(*pid) + ")" : std::string();
}
}  // namespace

DirectoryLock::DirectoryLock(const std::string& directory) {
  const std::string path = directory + "/lock";
  descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) {
    throw OpenError("cannot open " + path + ": " + std::strerror(errno) +
                    "; the store needs a directory that it may write to");
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const std::string who = holder(descriptor_);
    close(descriptor_);
    throw OpenError("the store in " + directory + " is in use by another feedmill" + who +
                    "; stop that one, or use another directory");
  }
  // Who has it is a courtesy to the next one who asks; without room for it the lock holds all the same.
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor_, 0) == 0) static_cast<void>(!pwrite(descriptor_, pid.data(), pid.size(), 0));
}

DirectoryLock::~DirectoryLock() { close(descriptor_); }

}  // namespace store
