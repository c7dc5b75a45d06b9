#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ports/nameless_file.h"

namespace ports {

// Text that waits in a file of /tmp until it can be sent: what is found while one object is read belongs to another,
// and may be larger than memory.
class Spool {
 public:
  void write(std::string_view bytes);  // throws as NamelessFile
  bool empty() const { return buffer_.empty() && file_.size() == 0; }
  // All of it, piece by piece.
  void read(const std::function<void(std::string_view)>& take);

 private:
  std::string buffer_ = {};  // what comes behind the file
  NamelessFile file_ = {};
};

}  // namespace ports
