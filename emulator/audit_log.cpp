#include "emulator/audit_log.h"

#include <fcntl.h>
#include <fmt/compile.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <system_error>

#include "base/json.h"
#include "base/log.h"
#include "base/time.h"

namespace emulator {
namespace audit_log_detail {

constexpr std::size_t kKeptInMemory = 16 << 20;

}  // namespace audit_log_detail

using namespace audit_log_detail;

bool only_reads(std::string_view action) {
  constexpr std::string_view kReading[] = {"Get",  "List",   "Head",     "Describe",    "Query",
                                           "Scan", "Filter", "BatchGet", "TransactGet", "Validate"};
  const auto name = action.substr(action.find(':') + 1);
  return std::ranges::any_of(kReading, [&](std::string_view verb) { return name.starts_with(verb); });
}

AuditLog::AuditLog(const std::string& path)
    : path_(path), file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
  if (file_ < 0) throw std::system_error(errno, std::generic_category(), "cannot write the audit log " + path);
}

AuditLog::~AuditLog() { ::close(file_); }

void AuditLog::write(const http::Request& request, const protocol::Call& call, int status) {
  if (call.action.empty() || only_reads(call.action)) return;
  // Text at once: a tree of it would cost more than writing it does.
  fmt::format_to(
      std::back_inserter(unwritten_),
      FMT_COMPILE("{{\"time\":\"{}\",\"actor\":{},\"action\":{},\"target\":{},\"status\":{},\"requestId\":{}}}\n"),
      base::format_iso8601(call.now), base::quote_json(call.caller), base::quote_json(call.action),
      base::quote_json(request.path), status, base::quote_json(call.request_id));
  flush();
}

// What does not fit on the disk waits for the next line, so that a full disk leaves no gap and no half of a line.
void AuditLog::flush() {
  std::size_t written = 0;
  while (written < unwritten_.size()) {
    const ssize_t now = ::write(file_, unwritten_.data() + written, unwritten_.size() - written);
    if (now < 0 && errno == EINTR) continue;
    if (now < 0) {
      const int error = errno;
      const off_t end = ::lseek(file_, 0, SEEK_END) - static_cast<off_t>(written);
      if (written > 0 && ::ftruncate(file_, end) == 0) written = 0;
      unwritten_.erase(0, written);
      return put_off(error);
    }
    written += static_cast<std::size_t>(now);
  }
  unwritten_.clear();
  failing_ = false;
}

void AuditLog::put_off(int error) {
  if (!failing_) {
    base::log_warning("the audit log cannot be written; its lines are kept in memory until it can",
                      {{"file", path_}, {"error", std::strerror(error)}});
  }
  failing_ = true;
  if (unwritten_.size() <= kKeptInMemory) return;
  base::log_warning("lines of the audit log are lost", {{"file", path_}, {"bytes", unwritten_.size()}});
  unwritten_.clear();
}

}  // namespace emulator
