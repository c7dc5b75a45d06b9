#include "emulator/boot_alarms.h"

#include <algorithm>

#include "emulator/boot_resource.h"

namespace emulator {

void boot_alarms(Parts& parts, const cfn::Stack& stack) {
  for (const cfn::Alarm& described : stack.alarms) {
    cloudwatch::Alarm alarm{.name = described.name,
                            .description = described.description,
                            .actions_enabled = described.actions_enabled,
                            .ok_actions = described.ok_actions,
                            .alarm_actions = described.alarm_actions,
                            .insufficient_data_actions = described.insufficient_data_actions,
                            .metric = cloudwatch::MetricId{.account = parts.options.account,
                                                           .region = parts.options.region,
                                                           .name_space = described.metric_namespace,
                                                           .name = described.metric,
                                                           .dimensions = described.dimensions},
                            .statistic = described.statistic,
                            .period = described.period,
                            .evaluation_periods = described.evaluation_periods,
                            .datapoints_to_alarm = described.datapoints_to_alarm,
                            .threshold = described.threshold,
                            .comparison = described.comparison,
                            .missing_data = described.missing_data};
    std::ranges::sort(alarm.metric.dimensions);
    boot_resource("alarm", alarm.name, described.origin, [&] { parts.cloud_watch.alarms.ensure(alarm); });
  }
}

}  // namespace emulator
