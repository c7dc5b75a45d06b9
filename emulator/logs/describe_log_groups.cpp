#include "emulator/logs/errors.h"
#include "emulator/logs/operations.h"

namespace logs {
namespace describe_log_groups_operation {

struct Request {
  std::string group = {};  // a prefix
  std::size_t limit = 50;
  std::string token = {};  // the name of the last group of the page before
  static Request from(const Fields& in) {
    refuse_unknown(in, {"logGroupNamePrefix", "limit", "nextToken", "logGroupClass"});
    return {.group = in.string_or("logGroupNamePrefix", ""),
            .limit = static_cast<std::size_t>(checked_limit(in, 50, 50)),
            .token = in.string_or("nextToken", "")};
  }
};

base::Json run(LogGroups& groups, const Request& request, const Call& call) {
  base::Json answer = {{"logGroups", base::Json::array()}};
  std::string last;
  for (const Group* group : groups.list(call, request.group)) {
    if (group->name <= request.token) continue;
    base::Json& list = answer["logGroups"];
    if (list.size() == request.limit) {
      answer.set("nextToken", last);
      break;
    }
    base::Json shown = {
        {"logGroupName", group->name}, {"creationTime", group->created},     {"metricFilterCount", 0},
        {"arn", group->arn() + ":*"},  {"storedBytes", group->stored_bytes}, {"logGroupClass", "STANDARD"},
        {"logGroupArn", group->arn()}};
    if (group->retention_days) shown.set("retentionInDays", *group->retention_days);
    list.push_back(std::move(shown));
    last = group->name;
  }
  return answer;
}

std::string resource(const LogGroups&, const Request& request, const Call& call) {
  return group_arn(call, request.group);
}

}  // namespace describe_log_groups_operation

constinit const Operation<LogGroups> describe_log_groups =
    protocol::operation<&describe_log_groups_operation::run, &describe_log_groups_operation::resource>(
        "logs:DescribeLogGroups");

}  // namespace logs
