#include <algorithm>

#include "emulator/cloudwatch/errors.h"
#include "emulator/cloudwatch/operations.h"

namespace cloudwatch {
namespace describe_alarms_operation {

using base::Json;
using protocol::list_of;

struct Request {
  std::vector<std::string> names = {}, types = {};
  std::string prefix = {}, state = {}, token = {};
  std::size_t most = 50;
  static Request from(const Fields& in) {
    refuse_unknown(in, {"AlarmNames", "AlarmNamePrefix", "AlarmTypes", "StateValue", "MaxRecords", "NextToken"});
    const auto most = in.integer_or("MaxRecords", 50);
    if (most < 1 || most > 100) throw invalid("MaxRecords must be from 1 to 100");
    Request request{.names = in.strings("AlarmNames"),
                    .types = in.strings("AlarmTypes"),
                    .prefix = in.string_or("AlarmNamePrefix", ""),
                    .state = in.string_or("StateValue", ""),
                    .token = in.string_or("NextToken", ""),
                    .most = static_cast<std::size_t>(most)};
    if (!request.names.empty() && !request.prefix.empty()) {
      throw invalid_combination("AlarmNames and AlarmNamePrefix exclude each other");
    }
    return request;
  }
  bool wants(const Alarm& alarm) const {
    return (names.empty() || std::ranges::find(names, alarm.name) != names.end()) && alarm.name.starts_with(prefix) &&
           (state.empty() || alarm.state.value == state) &&
           (types.empty() || std::ranges::find(types, "MetricAlarm") != types.end());
  }
};

Json description(const Alarm& alarm) {
  Json shown{{"AlarmName", alarm.name}, {"AlarmArn", alarm.arn()}};
  if (!alarm.description.empty()) shown.set("AlarmDescription", alarm.description);
  shown.set("AlarmConfigurationUpdatedTimestamp", base::to_epoch_seconds(alarm.configured))
      .set("ActionsEnabled", alarm.actions_enabled)
      .set("OKActions", list_of(alarm.ok_actions))
      .set("AlarmActions", list_of(alarm.alarm_actions))
      .set("InsufficientDataActions", list_of(alarm.insufficient_data_actions))
      .set("StateValue", alarm.state.value)
      .set("StateReason", alarm.state.reason);
  if (!alarm.state.reason_data.empty()) shown.set("StateReasonData", alarm.state.reason_data);
  return shown.set("StateUpdatedTimestamp", base::to_epoch_seconds(alarm.state.since))
      .set("StateTransitionedTimestamp", base::to_epoch_seconds(alarm.state.since))
      .set("MetricName", alarm.metric.name)
      .set("Namespace", alarm.metric.name_space)
      .set("Statistic", alarm.statistic)
      .set("Dimensions", describe(alarm.metric.dimensions))
      .set("Period", alarm.period.count())
      .set("EvaluationPeriods", alarm.evaluation_periods)
      .set("DatapointsToAlarm", alarm.datapoints_to_alarm)
      .set("Threshold", alarm.threshold)
      .set("ComparisonOperator", alarm.comparison)
      .set("TreatMissingData", alarm.missing_data);
}

Json run(CloudWatch& cloud_watch, const Request& request, const Call& call) {
  auto alarms = cloud_watch.alarms.list(call.account, call.region);
  std::erase_if(alarms, [&](const Alarm* alarm) { return !request.wants(*alarm); });
  const Page page = page_of(alarms.size(), request.token, request.most);
  Json list = Json::array();
  for (std::size_t i = page.first; i < page.last; ++i) list.push_back(description(*alarms[i]));
  Json answer{{"MetricAlarms", std::move(list)}, {"CompositeAlarms", Json::array()}};
  if (!page.next.empty()) answer.set("NextToken", page.next);
  return answer;
}

std::string resource(const CloudWatch&, const Request&, const Call& call) { return alarm_arn(call, "*"); }

}  // namespace describe_alarms_operation

constinit const Operation<CloudWatch> describe_alarms =
    protocol::operation<&describe_alarms_operation::run, &describe_alarms_operation::resource>(
        "cloudwatch:DescribeAlarms");

}  // namespace cloudwatch
