#include "emulator/logs/errors.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace create_log_stream_operation {

struct Request {
  std::string group = {};
  std::string stream = {};
  static Request from(const Fields& in) {
    return {.group = in.string("logGroupName"), .stream = in.string("logStreamName")};
  }
};

void run(LogGroups& groups, const Request& request, const Call& call) {
  groups.create_stream(call, request.group, request.stream);
}

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace create_log_stream_operation

constinit const Operation<LogGroups> create_log_stream =
    protocol::operation<&create_log_stream_operation::run, &create_log_stream_operation::resource>(
        "logs:CreateLogStream");

}  // namespace logs
