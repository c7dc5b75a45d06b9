#include "emulator/cloudwatch/alarm.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "emulator/cloudwatch/errors.h"

namespace cloudwatch {
namespace alarm_detail {

using base::Json;
using protocol::list_of;

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& text : list.elements()) texts.push_back(text.as_string());
  return texts;
}

std::int64_t millis(TimePoint time) { return base::to_epoch_millis(time); }

}  // namespace alarm_detail

using namespace alarm_detail;

std::string Alarm::arn() const {
  return fmt::format("arn:aws:cloudwatch:{}:{}:alarm:{}", metric.region, metric.account, name);
}

const std::vector<std::string>& Alarm::actions() const {
  return state.value == kOk ? ok_actions : state.value == kAlarm ? alarm_actions : insufficient_data_actions;
}

void check(const Alarm& alarm) {
  if (alarm.name.empty() || alarm.name.size() > 255) throw invalid("AlarmName must have 1 to 255 characters");
  if (!is_statistic(alarm.statistic)) {
    throw invalid("Statistic must be Average, Maximum, Minimum, SampleCount or Sum");
  }
  constexpr std::string_view kComparisons[] = {"GreaterThanThreshold", "GreaterThanOrEqualToThreshold",
                                               "LessThanThreshold", "LessThanOrEqualToThreshold"};
  if (std::ranges::find(kComparisons, alarm.comparison) == std::end(kComparisons)) {
    throw not_supported(fmt::format("the ComparisonOperator {}", alarm.comparison));
  }
  constexpr std::string_view kTreatments[] = {"missing", "ignore", "breaching", "notBreaching"};
  if (std::ranges::find(kTreatments, alarm.missing_data) == std::end(kTreatments)) {
    throw invalid("TreatMissingData must be missing, ignore, breaching or notBreaching");
  }
  if (alarm.period.count() < 60 || alarm.period.count() % 60 != 0) {
    throw not_supported("a Period that is no multiple of 60 seconds");
  }
  if (alarm.evaluation_periods < 1) throw invalid("EvaluationPeriods must be at least 1");
  if (alarm.period * alarm.evaluation_periods > std::chrono::days(7)) {
    throw invalid("EvaluationPeriods times Period must be at most seven days");
  }
  if (alarm.datapoints_to_alarm < 1 || alarm.datapoints_to_alarm > alarm.evaluation_periods) {
    throw invalid("DatapointsToAlarm must be from 1 to EvaluationPeriods");
  }
  for (const auto* actions : {&alarm.ok_actions, &alarm.alarm_actions, &alarm.insufficient_data_actions}) {
    if (actions->size() > 5) throw invalid("an alarm has at most 5 actions for a state");
    for (const std::string& action : *actions) {
      if (!action.starts_with("arn:aws:sns:")) throw not_supported("an action other than an SNS topic: " + action);
    }
  }
}

Json encode(const Alarm& a) {
  Json dimensions = Json::array();
  for (const auto& [name, value] : a.metric.dimensions) dimensions.push_back(Json::array({name, value}));
  return {{"name", a.name},
          {"description", a.description},
          {"enabled", a.actions_enabled},
          {"ok", list_of(a.ok_actions)},
          {"alarm", list_of(a.alarm_actions)},
          {"insufficient", list_of(a.insufficient_data_actions)},
          {"account", a.metric.account},
          {"region", a.metric.region},
          {"namespace", a.metric.name_space},
          {"metric", a.metric.name},
          {"dimensions", std::move(dimensions)},
          {"statistic", a.statistic},
          {"period", a.period.count()},
          {"periods", a.evaluation_periods},
          {"datapoints", a.datapoints_to_alarm},
          {"threshold", a.threshold},
          {"comparison", a.comparison},
          {"missing", a.missing_data},
          {"configured", millis(a.configured)},
          {"state", a.state.value},
          {"reason", a.state.reason},
          {"data", a.state.reason_data},
          {"since", millis(a.state.since)}};
}

Alarm decode_alarm(std::string_view text) {
  const Json j = Json::parse(text);
  const auto string = [&](std::string_view name) { return j.at(name).as_string(); };
  const auto number = [&](std::string_view name) { return static_cast<int>(j.at(name).as_int()); };
  Dimensions dimensions;
  for (const Json& pair : j.at("dimensions").elements()) {
    dimensions.emplace_back(pair.elements()[0].as_string(), pair.elements()[1].as_string());
  }
  return {.name = string("name"),
          .description = string("description"),
          .actions_enabled = j.at("enabled").as_bool(),
          .ok_actions = texts_of(j.at("ok")),
          .alarm_actions = texts_of(j.at("alarm")),
          .insufficient_data_actions = texts_of(j.at("insufficient")),
          .metric = MetricId{.account = string("account"),
                             .region = string("region"),
                             .name_space = string("namespace"),
                             .name = string("metric"),
                             .dimensions = std::move(dimensions)},
          .statistic = string("statistic"),
          .period = std::chrono::seconds(j.at("period").as_int()),
          .evaluation_periods = number("periods"),
          .datapoints_to_alarm = number("datapoints"),
          .threshold = j.at("threshold").as_double(),
          .comparison = string("comparison"),
          .missing_data = string("missing"),
          .configured = base::from_epoch_millis(j.at("configured").as_int()),
          .state = AlarmState{.value = string("state"),
                              .reason = string("reason"),
                              .reason_data = string("data"),
                              .since = base::from_epoch_millis(j.at("since").as_int())}};
}

std::string instant(TimePoint time) {
  std::string text = base::format_iso8601(time);
  text.pop_back();  // the Z
  return text + "+0000";
}

bool is_configured_as(const Alarm& one, const Alarm& other) {
  Alarm same = one;
  same.state = other.state;
  same.configured = other.configured;
  return encode(same) == encode(other);
}

}  // namespace cloudwatch
