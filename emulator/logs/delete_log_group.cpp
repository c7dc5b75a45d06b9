#include "emulator/logs/errors.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace delete_log_group_operation {

struct Request {
  std::string group = {};
  static Request from(const Fields& in) { return {.group = in.string("logGroupName")}; }
};

void run(LogGroups& groups, const Request& request, const Call& call) { groups.remove(call, request.group); }

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace delete_log_group_operation

constinit const Operation<LogGroups> delete_log_group =
    protocol::operation<&delete_log_group_operation::run, &delete_log_group_operation::resource>("logs:DeleteLogGroup");

}  // namespace logs
