#include <algorithm>

#include "emulator/logs/errors.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace put_log_events_operation {

constexpr std::size_t kMaxEvents = 10'000;
constexpr std::size_t kMaxBatchBytes = 1'048'576;
constexpr std::int64_t kOldest = 14 * std::int64_t{86'400'000}, kEarliest = 2 * std::int64_t{3'600'000};  // ms

struct Request {
  std::string group = {};
  std::string stream = {};
  std::vector<Event> events = {};
  static Request from(const Fields& in) {
    Request request{.group = in.string("logGroupName"), .stream = in.string("logStreamName")};
    std::size_t bytes = 0;
    in.each("logEvents", [&](const Fields& event) {
      request.events.push_back({.timestamp = event.integer("timestamp"), .message = event.string("message")});
      if (request.events.back().timestamp < 0) {
        throw invalid_parameter(fmt::format(
            "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: Member must have "
            "value greater than or equal to 0",
            request.events.back().timestamp, event.path_of("timestamp")));
      }
      bytes += request.events.back().message.size() + 26;
    });
    if (request.events.empty() || request.events.size() > kMaxEvents) {
      throw invalid_parameter("Log events in a single PutLogEvents request must number 1 to 10,000.");
    }
    if (bytes > kMaxBatchBytes) throw invalid_parameter("Upload too large: more than 1,048,576 bytes in one request.");
    for (std::size_t i = 1; i < request.events.size(); ++i) {
      if (request.events[i].timestamp < request.events[i - 1].timestamp) {
        throw invalid_parameter("Log events in a single PutLogEvents request must be in chronological order.");
      }
    }
    return request;
  }
};

base::Json run(LogGroups& groups, const Request& request, const Call& call) {
  // Older than 14 days or more than 2 hours early: left out, and said so. (PutLogEvents)
  const std::int64_t now = base::to_epoch_millis(call.now);
  const auto& events = request.events;
  const auto first = std::ranges::lower_bound(events, now - kOldest, {}, &Event::timestamp);
  const auto end = std::ranges::upper_bound(events, now + kEarliest, {}, &Event::timestamp);
  groups.put(call, request.group, request.stream, {first, std::max(first, end)});
  base::Json answer = {{"nextSequenceToken", "1"}};  // no longer used by AWS, still sent
  base::Json rejected = base::Json::object();
  if (end != events.end()) rejected.set("tooNewLogEventStartIndex", end - events.begin());
  if (first != events.begin()) rejected.set("tooOldLogEventEndIndex", first - events.begin());
  if (!rejected.empty()) answer.set("rejectedLogEventsInfo", std::move(rejected));
  return answer;
}

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace put_log_events_operation

constinit const Operation<LogGroups> put_log_events =
    protocol::operation<&put_log_events_operation::run, &put_log_events_operation::resource>("logs:PutLogEvents");

}  // namespace logs
