#include "emulator/logs/errors.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace put_retention_policy_operation {

struct Request {
  std::string group = {};
  int days = 0;
  static Request from(const Fields& in) {
    return {.group = in.string("logGroupName"), .days = int(in.integer("retentionInDays"))};
  }
};

void run(LogGroups& groups, const Request& request, const Call& call) {
  groups.set_retention(call, request.group, request.days);
}

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace put_retention_policy_operation

constinit const Operation<LogGroups> put_retention_policy =
    protocol::operation<&put_retention_policy_operation::run, &put_retention_policy_operation::resource>(
        "logs:PutRetentionPolicy");

}  // namespace logs
