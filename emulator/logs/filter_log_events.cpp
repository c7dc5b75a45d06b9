#include <algorithm>
#include <limits>

#include "emulator/logs/errors.h"
#include "emulator/logs/filter_pattern.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace filter_log_events_operation {

struct Request {
  std::string group = {};
  std::vector<std::string> streams = {};
  std::string stream_prefix = {};
  std::int64_t start = 0;
  std::int64_t end = std::numeric_limits<std::int64_t>::max();
  FilterPattern pattern = {};
  std::size_t limit = 10'000;
  std::string token = {};  // the id of the last event of the page before
  static Request from(const Fields& in) {
    refuse_unknown(in, {"logGroupName", "logStreamNames", "logStreamNamePrefix", "startTime", "endTime",
                        "filterPattern", "limit", "nextToken", "interleaved"});
    Request request{.group = in.string("logGroupName"),
                    .streams = in.strings("logStreamNames"),
                    .stream_prefix = in.string_or("logStreamNamePrefix", "")};
    request.start = in.integer_or("startTime", 0);
    const std::int64_t end = in.integer_or("endTime", request.end);
    request.end = end == request.end ? end : end + 1;  // the end counts in, here
    request.pattern = FilterPattern::parse(in.string_or("filterPattern", ""));
    request.limit = static_cast<std::size_t>(checked_limit(in, 10'000, 10'000));
    request.token = in.string_or("nextToken", "");
    return request;
  }
};

base::Json run(LogGroups& groups, const Request& request, const Call& call) {
  base::Json answer = {{"events", base::Json::array()}, {"searchedLogStreams", base::Json::array()}};
  std::string last;
  groups.each(call, request.group, request.start, request.end, request.token, [&](const Event& event) {
    const bool wanted =
        (request.streams.empty() || std::ranges::find(request.streams, event.stream) != request.streams.end()) &&
        event.stream.starts_with(request.stream_prefix) && request.pattern.matches(event.message);
    if (!wanted) return true;
    if (answer["events"].size() == request.limit) {
      answer.set("nextToken", last);
      return false;
    }
    answer["events"].push_back({{"logStreamName", event.stream},
                                {"timestamp", event.timestamp},
                                {"message", event.message},
                                {"ingestionTime", event.ingested},
                                {"eventId", event.id}});
    last = event.id;
    return true;
  });
  return answer;
}

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace filter_log_events_operation

constinit const Operation<LogGroups> filter_log_events =
    protocol::operation<&filter_log_events_operation::run, &filter_log_events_operation::resource>(
        "logs:FilterLogEvents");

}  // namespace logs
