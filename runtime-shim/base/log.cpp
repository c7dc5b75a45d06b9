#include "base/log.h"

#include <unistd.h>

#include <atomic>
#include <chrono>

#include "base/time.h"

namespace base {
namespace log_detail {

std::atomic<LogLevel> lowest{LogLevel::kInfo};

void write(LogLevel level, std::string_view name, std::string_view message, LogFields fields) {
  if (level < lowest) return;
  // A line for people who watch: it says when by their clock, whatever the world's time is.
  Json line = {{"time", format_iso8601(std::chrono::system_clock::now())}, {"level", name}, {"message", message}};
  for (const auto& [key, value] : fields) line.set(key, value);
  const std::string text = line.dump() + "\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace log_detail

void log_info(std::string_view message, LogFields fields) {
  log_detail::write(LogLevel::kInfo, "info", message, fields);
}
void log_warning(std::string_view message, LogFields fields) {
  log_detail::write(LogLevel::kWarning, "warning", message, fields);
}
void log_error(std::string_view message, LogFields fields) {
  log_detail::write(LogLevel::kError, "error", message, fields);
}
void set_log_level(LogLevel level) { log_detail::lowest = level; }

}  // namespace base
