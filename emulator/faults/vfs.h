#pragma once

#include <memory>
#include <string>

#include "emulator/faults/plan.h"

namespace faults {

// SQLite's VFS unix-excl, which the store uses by itself, with a plan before it, registered under `name` for as long as
// this lives; a store opened with Options::vfs = name runs into the plan with its database, its log and its blobs. The
// shared-memory index of the log is memory, so it is let alone.
class Vfs {
 public:
  Vfs(std::string name, Plan& plan);
  ~Vfs();  // after the last file is closed
  Vfs(const Vfs&) = delete;
  Vfs& operator=(const Vfs&) = delete;
  const std::string& name() const;

 private:
  struct Registration;
  std::unique_ptr<Registration> registration_;
};

}  // namespace faults
