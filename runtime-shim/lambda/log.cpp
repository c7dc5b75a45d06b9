#include "lambda/log.h"

#include <unistd.h>

#include <cerrno>

namespace lambda {
namespace log_detail {

std::string_view name_of(Level level) {
  switch (level) {
    case Level::kDebug:
      return "DEBUG";
    case Level::kInfo:
      return "INFO";
    case Level::kWarn:
      return "WARN";
    case Level::kError:
      return "ERROR";
  }
  return "";
}

}  // namespace log_detail

void Log::begin(std::string request_id, std::optional<base::TimePoint> frozen) {
  request_id_ = std::move(request_id);
  frozen_ = frozen;
}

void Log::line(Level level, std::string_view message, Fields fields) const {
  if (level < least_) return;
  base::Json object{{"timestamp", base::format_iso8601(frozen_.value_or(std::chrono::system_clock::now()))},
                    {"level", log_detail::name_of(level)},
                    {"message", message}};
  if (!request_id_.empty()) object.set("requestId", request_id_);
  for (const auto& [name, value] : fields) object.set(name, value);
  write(object);
}

void Log::write(const base::Json& object) const {
  // Straight to the descriptor, a whole line at a time: nothing is lost in a buffer when the process is ended.
  const std::string text = object.dump() + "\n";
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody reads any more; there is nowhere to say so
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

Level parse_level(std::string_view text) {
  for (const Level level : {Level::kDebug, Level::kWarn, Level::kError}) {
    if (text == log_detail::name_of(level)) return level;
  }
  return Level::kInfo;
}

}  // namespace lambda
