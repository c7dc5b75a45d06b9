#include "emulator/logs/errors.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace delete_retention_policy_operation {

struct Request {
  std::string group = {};
  static Request from(const Fields& in) { return {.group = in.string("logGroupName")}; }
};

void run(LogGroups& groups, const Request& request, const Call& call) {
  groups.set_retention(call, request.group, std::nullopt);
}

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace delete_retention_policy_operation

constinit const Operation<LogGroups> delete_retention_policy =
    protocol::operation<&delete_retention_policy_operation::run, &delete_retention_policy_operation::resource>(
        "logs:DeleteRetentionPolicy");

}  // namespace logs
