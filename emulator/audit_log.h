#pragma once

#include <cstdio>
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

  void write(const http::Request& request, const protocol::Call& call, int status);

 private:
  std::FILE* file_ = nullptr;
};

// Whether an IAM action ("s3:GetObject") only reads.
bool only_reads(std::string_view action);

}  // namespace emulator
