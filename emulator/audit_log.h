#pragma once

#include <string>

#include "emulator/http/message.h"
#include "emulator/protocol/call.h"

namespace emulator {

// Who changed what: a JSON line for each call that is not a plain reading one, in audit.log beside the data, also for
// those that were refused. What CloudTrail keeps on AWS, as far as a laptop needs it. Never a payload.
class AuditLog {
 public:
  // Appends to `path`. Throws std::system_error when the file cannot be opened.
  explicit AuditLog(const std::string& path);
  ~AuditLog();
  AuditLog(const AuditLog&) = delete;
  AuditLog& operator=(const AuditLog&) = delete;

  // A line that the disk has no room for comes with a later one, or is lost with a warning when there are too many.
  void write(const http::Request& request, const protocol::Call& call, int status);

 private:
  void flush();
  void put_off(int error);
  std::string path_;
  int file_ = -1;
  std::string unwritten_ = {};
  bool failing_ = false;
};

// Whether an IAM action ("s3:GetObject") only reads.
bool only_reads(std::string_view action);

}  // namespace emulator
