#include <algorithm>
#include <deque>
#include <limits>

#include "emulator/logs/errors.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace get_log_events_operation {

struct Request {
  std::string group = {};
  std::string stream = {};
  std::int64_t start = 0;
  std::int64_t end = std::numeric_limits<std::int64_t>::max();
  std::size_t limit = 10'000;
  bool from_head = false;
  std::string token = {};  // "f/<event id>": behind it; "b/<event id>": before it
  static Request from(const Fields& in) {
    refuse_unknown(in,
                   {"logGroupName", "logStreamName", "startTime", "endTime", "limit", "startFromHead", "nextToken"});
    Request request{.group = in.string("logGroupName"), .stream = in.string("logStreamName")};
    request.start = in.integer_or("startTime", 0);
    request.end = in.integer_or("endTime", request.end);
    request.limit = static_cast<std::size_t>(checked_limit(in, 10'000, 10'000));
    request.from_head = in.boolean_or("startFromHead", false);
    request.token = in.string_or("nextToken", "");
    if (!request.token.empty() && !request.token.starts_with("f/") && !request.token.starts_with("b/")) {
      throw invalid_parameter("The specified nextToken is invalid.");
    }
    return request;
  }
};

base::Json run(LogGroups& groups, const Request& request, const Call& call) {
  const bool known = std::ranges::any_of(groups.streams(call, request.group, request.stream),
                                         [&](const Stream& stream) { return stream.name == request.stream; });
  if (!known) throw stream_not_found();
  const bool forward = request.token.starts_with("f/");
  const std::string mark = request.token.empty() ? "" : request.token.substr(2);
  std::deque<Event> events;
  const bool first_ones = forward || (request.token.empty() && request.from_head);
  groups.each(call, request.group, request.start, request.end, forward ? mark : "", [&](const Event& event) {
    if (event.stream != request.stream) return true;
    if (!request.token.empty() && !forward && event.id >= mark) return false;
    events.push_back(event);
    if (events.size() > request.limit) {
      if (first_ones) {
        events.pop_back();
        return false;
      }
      events.pop_front();
    }
    return true;
  });
  base::Json list = base::Json::array();
  for (const Event& event : events) {
    list.push_back({{"timestamp", event.timestamp}, {"message", event.message}, {"ingestionTime", event.ingested}});
  }
  // At the end of the stream the same token comes back. (GetLogEvents, nextForwardToken)
  const std::string first = events.empty() ? mark : events.front().id;
  const std::string last = events.empty() ? mark : events.back().id;
  return {{"events", list}, {"nextForwardToken", "f/" + last}, {"nextBackwardToken", "b/" + first}};
}

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace get_log_events_operation

constinit const Operation<LogGroups> get_log_events =
    protocol::operation<&get_log_events_operation::run, &get_log_events_operation::resource>("logs:GetLogEvents");

}  // namespace logs
