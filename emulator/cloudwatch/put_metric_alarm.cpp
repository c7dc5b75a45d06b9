#include "emulator/cloudwatch/errors.h"
#include "emulator/cloudwatch/operations.h"

namespace cloudwatch {
namespace put_metric_alarm_operation {

struct Request {
  Alarm alarm = {};
  static Request from(const Fields& in) {
    // Tags, percentiles, units and metric math among them.
    refuse_unknown(
        in, {"AlarmName", "AlarmDescription", "ActionsEnabled", "OKActions", "AlarmActions", "InsufficientDataActions",
             "MetricName", "Namespace", "Statistic", "Dimensions", "Period", "EvaluationPeriods", "DatapointsToAlarm",
             "Threshold", "ComparisonOperator", "TreatMissingData"});
    const int periods = static_cast<int>(in.integer("EvaluationPeriods"));
    return {.alarm = Alarm{.name = in.string("AlarmName"),
                           .description = in.string_or("AlarmDescription", ""),
                           .actions_enabled = in.boolean_or("ActionsEnabled", true),
                           .ok_actions = in.strings("OKActions"),
                           .alarm_actions = in.strings("AlarmActions"),
                           .insufficient_data_actions = in.strings("InsufficientDataActions"),
                           .metric = MetricId{.name_space = in.string("Namespace"),
                                              .name = in.string("MetricName"),
                                              .dimensions = parse_dimensions(in)},
                           .statistic = in.string("Statistic"),
                           .period = std::chrono::seconds(in.integer("Period")),
                           .evaluation_periods = periods,
                           .datapoints_to_alarm = static_cast<int>(in.integer_or("DatapointsToAlarm", periods)),
                           .threshold = in.number("Threshold"),
                           .comparison = in.string("ComparisonOperator"),
                           .missing_data = in.string_or("TreatMissingData", "missing")}};
  }
};

void run(CloudWatch& cloud_watch, const Request& request, const Call& call) {
  Alarm alarm = request.alarm;
  alarm.metric.account = call.account;
  alarm.metric.region = call.region;
  cloud_watch.alarms.put(std::move(alarm));
}

std::string resource(const CloudWatch&, const Request& request, const Call& call) {
  return alarm_arn(call, request.alarm.name);
}

}  // namespace put_metric_alarm_operation

constinit const Operation<CloudWatch> put_metric_alarm =
    protocol::operation<&put_metric_alarm_operation::run, &put_metric_alarm_operation::resource>(
        "cloudwatch:PutMetricAlarm");

}  // namespace cloudwatch
