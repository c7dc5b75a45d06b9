#include "emulator/cloudwatch/operations.h"

namespace cloudwatch {
namespace delete_alarms_operation {

void run(CloudWatch& cloud_watch, const AlarmNames& request, const Call& call) {
  cloud_watch.alarms.remove(alarms_named(cloud_watch, request, call));
}

}  // namespace delete_alarms_operation

constinit const Operation<CloudWatch> delete_alarms =
    protocol::operation<&delete_alarms_operation::run, &alarms_named>("cloudwatch:DeleteAlarms");

}  // namespace cloudwatch
