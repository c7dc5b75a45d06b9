#include "emulator/cloudwatch/operations.h"

namespace cloudwatch {
namespace disable_alarm_actions_operation {

void run(CloudWatch& cloud_watch, const AlarmNames& request, const Call& call) {
  for (const std::string& arn : alarms_named(cloud_watch, request, call)) cloud_watch.alarms.enable_actions(arn, false);
}

}  // namespace disable_alarm_actions_operation

constinit const Operation<CloudWatch> disable_alarm_actions =
    protocol::operation<&disable_alarm_actions_operation::run, &alarms_named>("cloudwatch:DisableAlarmActions");

}  // namespace cloudwatch
