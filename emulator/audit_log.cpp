#include "emulator/audit_log.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/json.h"
#include "base/time.h"

namespace emulator {

bool only_reads(std::string_view action) {
  constexpr std::string_view kReading[] = {"Get",  "List",   "Head",     "Describe",    "Query",
                                           "Scan", "Filter", "BatchGet", "TransactGet", "Validate"};
  const auto name = action.substr(action.find(':') + 1);
  return std::ranges::any_of(kReading, [&](std::string_view verb) { return name.starts_with(verb); });
}

AuditLog::AuditLog(const std::string& path) : file_(std::fopen(path.c_str(), "ae")) {
  if (!file_) throw std::system_error(errno, std::generic_category(), "cannot write the audit log " + path);
}

AuditLog::~AuditLog() { std::fclose(file_); }

void AuditLog::write(const http::Request& request, const protocol::Call& call, int status) {
  if (call.action.empty() || only_reads(call.action)) return;
  const std::string line = base::Json{{"time", base::format_iso8601(call.now)},
                                      {"actor", call.caller},
                                      {"action", call.action},
                                      {"target", request.path},
                                      {"status", status},
                                      {"requestId", call.request_id}}
                               .dump() +
                           "\n";
  std::fwrite(line.data(), 1, line.size(), file_);
  std::fflush(file_);
}

}  // namespace emulator
