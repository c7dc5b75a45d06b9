#include "emulator/template/readers.h"

namespace cfn {

// Source: AWS::CloudWatch::Alarm; CloudWatch API Reference, PutMetricAlarm.
void read_alarm(Reading& reading) {
  Fields& in = reading.in;
  in.find("AlarmName");
  for (const std::string_view name :
       {"ComparisonOperator", "EvaluationPeriods", "MetricName", "Namespace", "Period", "Statistic", "Threshold"}) {
    in.require(name);
  }
  Alarm alarm = {.origin = reading.origin,
                 .name = reading.name,
                 .description = in.text("AlarmDescription"),
                 .actions_enabled = in.flag("ActionsEnabled", true),
                 .ok_actions = in.texts("OKActions"),
                 .alarm_actions = in.texts("AlarmActions"),
                 .insufficient_data_actions = in.texts("InsufficientDataActions"),
                 .metric_namespace = in.text("Namespace"),
                 .metric = in.text("MetricName"),
                 .threshold = in.number("Threshold", 0)};
  in.objects("Dimensions", [&](Fields& dimension) {
    alarm.dimensions.emplace_back(dimension.require_text("Name"), dimension.require_text("Value"));
  });
  alarm.statistic = in.one_of("Statistic", {"Average", "Maximum", "Minimum", "SampleCount", "Sum"}, "");
  alarm.comparison = in.one_of(
      "ComparisonOperator",
      {"GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"}, "");
  alarm.missing_data = in.one_of("TreatMissingData", {"missing", "ignore", "breaching", "notBreaching"}, "missing");
  alarm.period = std::chrono::seconds(in.integer("Period", {60, 86'400}, 60));
  alarm.evaluation_periods = static_cast<int>(in.integer("EvaluationPeriods", {1, 10'080}, 1));
  alarm.datapoints_to_alarm =
      static_cast<int>(in.integer("DatapointsToAlarm", {1, alarm.evaluation_periods}, alarm.evaluation_periods));
  reading.stack.alarms.push_back(std::move(alarm));
}

}  // namespace cfn
