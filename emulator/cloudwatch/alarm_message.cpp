#include "emulator/cloudwatch/alarm_message.h"

#include <fmt/format.h>

#include "base/text.h"
#include "emulator/delivery/service_event.h"
#include "emulator/protocol/fields.h"

namespace cloudwatch {
namespace alarm_message_detail {

using base::Json;
using protocol::list_of;

Json trigger(const Alarm& alarm) {
  Json dimensions = Json::array();
  for (const auto& [name, value] : alarm.metric.dimensions) dimensions.push_back({{"value", value}, {"name", name}});
  return {{"MetricName", alarm.metric.name},
          {"Namespace", alarm.metric.name_space},
          {"StatisticType", "Statistic"},
          {"Statistic", base::to_upper(alarm.statistic)},
          {"Unit", nullptr},
          {"Dimensions", std::move(dimensions)},
          {"Period", alarm.period.count()},
          {"EvaluationPeriods", alarm.evaluation_periods},
          {"DatapointsToAlarm", alarm.datapoints_to_alarm},
          {"ComparisonOperator", alarm.comparison},
          {"Threshold", alarm.threshold},
          {"TreatMissingData", alarm.missing_data},
          {"EvaluateLowSampleCountPercentile", ""}};
}

Json state_of(const AlarmState& state) {
  Json object{{"value", state.value}, {"reason", state.reason}};
  if (!state.reason_data.empty()) object.set("reasonData", state.reason_data);
  object.set("timestamp", instant(state.since));
  return object;
}

Json configuration_of(const Alarm& alarm) {
  Json dimensions = Json::object();
  for (const auto& [name, value] : alarm.metric.dimensions) dimensions.set(name, value);
  const Json metric{
      {"namespace", alarm.metric.name_space}, {"name", alarm.metric.name}, {"dimensions", std::move(dimensions)}};
  Json configuration{
      {"metrics",
       Json::array(
           {Json{{"id", "m1"},
                 {"metricStat", Json{{"metric", metric}, {"period", alarm.period.count()}, {"stat", alarm.statistic}}},
                 {"returnData", true}}})}};
  if (!alarm.description.empty()) configuration.set("description", alarm.description);
  return configuration;
}

}  // namespace alarm_message_detail

using namespace alarm_message_detail;

Json notification(const Alarm& alarm, const AlarmState& before) {
  return {{"AlarmName", alarm.name},
          {"AlarmDescription", alarm.description.empty() ? Json() : Json(alarm.description)},
          {"AWSAccountId", alarm.metric.account},
          {"AlarmConfigurationUpdatedTimestamp", instant(alarm.configured)},
          {"NewStateValue", alarm.state.value},
          {"NewStateReason", alarm.state.reason},
          {"StateChangeTime", instant(alarm.state.since)},
          {"Region", alarm.metric.region},
          {"AlarmArn", alarm.arn()},
          {"OldStateValue", before.value},
          {"OKActions", list_of(alarm.ok_actions)},
          {"AlarmActions", list_of(alarm.alarm_actions)},
          {"InsufficientDataActions", list_of(alarm.insufficient_data_actions)},
          {"Trigger", trigger(alarm)}};
}

std::string subject_of(const Alarm& alarm) {
  return fmt::format("{}: \"{}\" in {}", alarm.state.value, alarm.name, alarm.metric.region);
}

delivery::Message state_change_event(const Alarm& alarm, const AlarmState& before, std::string id) {
  return delivery::to_default_bus({.id = std::move(id),
                                   .source = "aws.cloudwatch",
                                   .detail_type = "CloudWatch Alarm State Change",
                                   .account = alarm.metric.account,
                                   .region = alarm.metric.region,
                                   .time = alarm.state.since,
                                   .resource = alarm.arn(),
                                   .detail = Json{{"alarmName", alarm.name},
                                                  {"state", state_of(alarm.state)},
                                                  {"previousState", state_of(before)},
                                                  {"configuration", configuration_of(alarm)}}});
}

}  // namespace cloudwatch
