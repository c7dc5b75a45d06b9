#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// The instants that everybody speaks of, and their spellings on the wire. Nothing here reads a clock: the time comes
// from the loop (emulator) or from the invocation (functions).

namespace base {

using Duration = std::chrono::nanoseconds;
using TimePoint = std::chrono::time_point<std::chrono::system_clock, Duration>;

enum class Precision { kSeconds, kMilliseconds };

// "2026-11-21T03:51:00Z", or with milliseconds "2026-11-21T03:51:00.123Z". Truncates, as AWS does. (RFC 3339)
std::string format_iso8601(TimePoint time, Precision precision = Precision::kMilliseconds);

// Reads RFC 3339: date, 'T', time, optional fraction (to nanoseconds), and 'Z' or a numeric offset, which must be
// there.
std::optional<TimePoint> parse_iso8601(std::string_view text);

// "Sat, 21 Nov 2026 03:51:00 GMT" (IMF-fixdate of RFC 9110 §5.6.7), and back.
std::string format_http_date(TimePoint time);
std::optional<TimePoint> parse_http_date(std::string_view text);

// "20261121T035100Z", the basic form that SigV4 signs, and back.
std::string format_amz_date(TimePoint time);
std::optional<TimePoint> parse_amz_date(std::string_view text);

// "2026-11-21", the calendar day in UTC.
std::string format_day(TimePoint time);

// Seconds since 1970 with milliseconds, as the JSON protocols write a timestamp.
double to_epoch_seconds(TimePoint time);
std::int64_t to_epoch_millis(TimePoint time);
TimePoint from_epoch_millis(std::int64_t millis);
TimePoint from_epoch_seconds(double seconds);

}  // namespace base
