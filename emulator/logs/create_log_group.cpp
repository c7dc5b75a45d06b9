#include "emulator/logs/errors.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace create_log_group_operation {

struct Request {
  std::string group = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"logGroupName"});
    return {.group = in.string("logGroupName")};
  }
};

void run(LogGroups& groups, const Request& request, const Call& call) { groups.create(call, request.group); }

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace create_log_group_operation

constinit const Operation<LogGroups> create_log_group =
    protocol::operation<&create_log_group_operation::run, &create_log_group_operation::resource>("logs:CreateLogGroup");

}  // namespace logs
