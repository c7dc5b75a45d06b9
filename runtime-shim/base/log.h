#pragma once

#include <initializer_list>
#include <string_view>

#include "base/json.h"

// One JSON object a line on standard error: time, level, message, then fields. Ids, counts and sizes; never payloads.

namespace base {

using LogFields = std::initializer_list<std::pair<std::string_view, Json>>;

void log_info(std::string_view message, LogFields fields = {});
void log_warning(std::string_view message, LogFields fields = {});
void log_error(std::string_view message, LogFields fields = {});

// What log_info writes is dropped below kWarning, and so on. Starts at kInfo.
enum class LogLevel { kInfo, kWarning, kError, kNone };
void set_log_level(LogLevel level);

}  // namespace base
