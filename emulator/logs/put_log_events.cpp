#include "emulator/logs/errors.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace put_log_events_operation {

constexpr std::size_t kMaxEvents = 10'000;
constexpr std::size_t kMaxBatchBytes = 1'048'576;

struct Request {
  std::string group = {};
  std::string stream = {};
  std::vector<Event> events = {};
  static Request from(const Fields& in) {
    Request request{.group = in.string("logGroupName"), .stream = in.string("logStreamName")};
    std::size_t bytes = 0;
    in.each("logEvents", [&](const Fields& event) {
      request.events.push_back({.timestamp = event.integer("timestamp"), .message = event.string("message")});
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
  groups.put(call, request.group, request.stream, request.events);
  return {{"nextSequenceToken", "1"}};  // no longer used by AWS, still sent
}

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace put_log_events_operation

constinit const Operation<LogGroups> put_log_events =
    protocol::operation<&put_log_events_operation::run, &put_log_events_operation::resource>("logs:PutLogEvents");

}  // namespace logs
