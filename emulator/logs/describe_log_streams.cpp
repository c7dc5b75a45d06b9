#include <algorithm>

#include "base/text.h"
#include "emulator/logs/errors.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace describe_log_streams_operation {

struct Request {
  std::string group = {};
  std::string prefix = {};
  bool by_last_event = false;
  bool descending = false;
  std::size_t limit = 50;
  std::size_t offset = 0;  // nextToken
  static Request from(const Fields& in) {
    refuse_unknown(in, {"logGroupName", "logStreamNamePrefix", "orderBy", "descending", "limit", "nextToken"});
    const std::string order = in.string_or("orderBy", "LogStreamName");
    if (order != "LogStreamName" && order != "LastEventTime")
      throw invalid_parameter("orderBy is neither LogStreamName nor LastEventTime");
    const auto offset = base::parse_int(in.string_or("nextToken", "0"));
    if (!offset || *offset < 0) throw invalid_parameter("The specified nextToken is invalid.");
    return {.group = in.string("logGroupName"),
            .prefix = in.string_or("logStreamNamePrefix", ""),
            .by_last_event = order == "LastEventTime",
            .descending = in.boolean_or("descending", false),
            .limit = static_cast<std::size_t>(checked_limit(in, 50, 50)),
            .offset = static_cast<std::size_t>(*offset)};
  }
};

base::Json run(LogGroups& groups, const Request& request, const Call& call) {
  auto streams = groups.streams(call, request.group, request.prefix);
  if (request.by_last_event) std::ranges::stable_sort(streams, {}, &Stream::last_event);
  if (request.descending) std::ranges::reverse(streams);
  base::Json answer = {{"logStreams", base::Json::array()}};
  for (std::size_t i = request.offset; i < streams.size(); ++i) {
    if (i == request.offset + request.limit) {
      answer.set("nextToken", std::to_string(i));
      break;
    }
    const Stream& stream = streams[i];
    base::Json shown = {{"logStreamName", stream.name},
                        {"creationTime", stream.created},
                        {"arn", group_arn(call, request.group) + ":log-stream:" + stream.name},
                        {"storedBytes", 0}};
    if (stream.last_event != 0) {
      shown.set("firstEventTimestamp", stream.first_event)
          .set("lastEventTimestamp", stream.last_event)
          .set("lastIngestionTime", stream.last_ingestion)
          .set("uploadSequenceToken", "1");
    }
    answer["logStreams"].push_back(std::move(shown));
  }
  return answer;
}

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace describe_log_streams_operation

constinit const Operation<LogGroups> describe_log_streams =
    protocol::operation<&describe_log_streams_operation::run, &describe_log_streams_operation::resource>(
        "logs:DescribeLogStreams");

}  // namespace logs
