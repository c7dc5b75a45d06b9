#pragma once

#include "emulator/cloudwatch/alarms.h"
#include "emulator/cloudwatch/metrics.h"

namespace cloudwatch {

// Metrics and alarms: what the operations work on.
struct CloudWatch {
  CloudWatch(loop::Loop& loop_, store::Store& store, delivery::Deliveries& deliveries)
      : loop(loop_), metrics(loop_), alarms(loop_, store, deliveries, metrics) {}

  loop::Loop& loop;
  Metrics metrics;
  Alarms alarms;
};

}  // namespace cloudwatch
