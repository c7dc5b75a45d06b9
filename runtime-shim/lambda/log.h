#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time.h"

namespace lambda {

enum class Level { kDebug, kInfo, kWarn, kError };

// One JSON object a line on standard output: timestamp, level, message, requestId, then the fields in their order.
// Fields say ids, keys, counts and codes: never a payload, a row or a name of a customer.
//
// AWS_LAMBDA_LOG_LEVEL (DEBUG, INFO, WARN, ERROR) drops what is less than it; INFO where it is not set.
class Log {
 public:
  using Fields = std::initializer_list<std::pair<std::string_view, base::Json>>;

  explicit Log(int fd = 1, Level least = Level::kInfo) : fd_(fd), least_(least) {}

  // Lines from now on belong to this invocation. `frozen` is the world's time, where it stands still.
  void begin(std::string request_id, std::optional<base::TimePoint> frozen);

  void debug(std::string_view message, Fields fields = {}) const { line(Level::kDebug, message, fields); }
  void info(std::string_view message, Fields fields = {}) const { line(Level::kInfo, message, fields); }
  void warn(std::string_view message, Fields fields = {}) const { line(Level::kWarn, message, fields); }
  void error(std::string_view message, Fields fields = {}) const { line(Level::kError, message, fields); }

  // `object` as a line of its own, as it is: metrics.
  void write(const base::Json& object) const;

 private:
  void line(Level level, std::string_view message, Fields fields) const;

  int fd_ = 1;
  Level least_ = Level::kInfo;
  std::string request_id_ = {};
  std::optional<base::TimePoint> frozen_ = {};
};

// "INFO" → kInfo; kInfo for what is none of them.
Level parse_level(std::string_view text);

}  // namespace lambda
