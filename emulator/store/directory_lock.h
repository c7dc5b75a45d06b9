#pragma once

#include <string>

namespace store {

// Keeps a directory to one process: an flock on DIRECTORY/lock, which the kernel gives back however the process ends.
class DirectoryLock {
 public:
  explicit DirectoryLock(const std::string& directory);  // throws OpenError, naming the process that has it
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace store
