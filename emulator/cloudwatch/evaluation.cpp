// How an alarm comes to its state. (CloudWatch User Guide, "Alarm evaluation")

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "emulator/cloudwatch/alarm.h"

namespace cloudwatch {
namespace evaluation_detail {

using base::Json;

// As AWS writes a double: 11.0, 0.25.
std::string decimal(double value) {
  return std::floor(value) == value && std::abs(value) < 1e15 ? fmt::format("{:.1f}", value) : fmt::format("{}", value);
}

bool breaches(const Alarm& alarm, double value) {
  if (alarm.comparison == "GreaterThanThreshold") return value > alarm.threshold;
  if (alarm.comparison == "GreaterThanOrEqualToThreshold") return value >= alarm.threshold;
  if (alarm.comparison == "LessThanThreshold") return value < alarm.threshold;
  return value <= alarm.threshold;
}

std::string_view words_of(std::string_view comparison) {
  if (comparison == "GreaterThanThreshold") return "greater than";
  if (comparison == "GreaterThanOrEqualToThreshold") return "greater than or equal to";
  if (comparison == "LessThanThreshold") return "less than";
  return "less than or equal to";
}

// "21/11/26 17:00:00"
std::string short_instant(TimePoint time) {
  const std::string text = base::format_iso8601(time, base::Precision::kSeconds);
  return fmt::format("{}/{}/{} {}", text.substr(8, 2), text.substr(5, 2), text.substr(2, 2), text.substr(11, 8));
}

std::string plural(int count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

// The points that count: of the latest periods that have any, as many as the alarm evaluates; the latest first.
std::vector<Period> points_of(const Alarm& alarm, const std::vector<Period>& periods) {
  std::vector<Period> points;
  for (auto it = periods.rbegin(); it != periods.rend() && std::ssize(points) < alarm.evaluation_periods; ++it) {
    if (it->samples) points.push_back(*it);
  }
  return points;
}

struct Counted {
  std::vector<Period> points = {};
  int breaching = 0;
  int missing = 0;
};

// Nothing: as it was.
std::optional<std::string_view> value_of(const Alarm& alarm, const Counted& counted) {
  const int needed = alarm.datapoints_to_alarm;
  if (counted.breaching >= needed) return kAlarm;
  if (counted.missing == 0 || alarm.missing_data == "notBreaching") return kOk;
  if (alarm.missing_data == "breaching") return counted.breaching + counted.missing >= needed ? kAlarm : kOk;
  const bool keeps = alarm.missing_data == "ignore";
  if (counted.points.empty()) return keeps ? std::nullopt : std::optional(kInsufficientData);
  if (counted.breaching < std::ssize(counted.points)) return kOk;
  return keeps ? std::nullopt : std::optional(kAlarm);  // all that is known is beyond the threshold
}

std::string reason_for(const Alarm& alarm, std::string_view value, const Counted& counted) {
  if (value == kInsufficientData) {
    return fmt::format("Insufficient Data: {} {} unknown.", plural(counted.missing, "datapoint"),
                       counted.missing == 1 ? "was" : "were");
  }
  if (counted.points.empty()) {
    return fmt::format("Threshold Crossed: no datapoints were received for {} and {} {} treated as [{}].",
                       plural(alarm.evaluation_periods, "period"), plural(counted.missing, "missing datapoint"),
                       counted.missing == 1 ? "was" : "were",
                       alarm.missing_data == "breaching" ? "Breaching" : "NonBreaching");
  }
  const int shown = value == kAlarm ? counted.breaching : static_cast<int>(counted.points.size()) - counted.breaching;
  std::vector<std::string> points;
  for (const Period& point : counted.points) {
    points.push_back(fmt::format("{} ({})", decimal(point.samples->get(alarm.statistic)), short_instant(point.start)));
  }
  return fmt::format(
      "Threshold Crossed: {} out of the last {} datapoints [{}] {} {}{} the threshold ({}) (minimum {} for {} -> {} "
      "transition).",
      shown, points.size(), fmt::join(points, ", "), shown == 1 ? "was" : "were", value == kAlarm ? "" : "not ",
      words_of(alarm.comparison), decimal(alarm.threshold),
      plural(value == kAlarm ? alarm.datapoints_to_alarm : alarm.evaluation_periods - alarm.datapoints_to_alarm + 1,
             "datapoint"),
      value == kAlarm ? kOk : kAlarm, value);
}

std::string data_for(const Alarm& alarm, const Counted& counted, TimePoint now) {
  Json recent = Json::array(), evaluated = Json::array();
  for (const Period& point : counted.points) {
    const double value = point.samples->get(alarm.statistic);
    recent.push_back(value);
    evaluated.push_back({{"timestamp", instant(point.start)}, {"sampleCount", point.samples->count}, {"value", value}});
  }
  Json data{{"version", "1.0"}, {"queryDate", instant(now)}};
  if (!counted.points.empty()) data.set("startDate", instant(counted.points.back().start));
  data.set("statistic", alarm.statistic)
      .set("period", alarm.period.count())
      .set("recentDatapoints", std::move(recent))
      .set("threshold", alarm.threshold)
      .set("evaluatedDatapoints", std::move(evaluated));
  return data.dump();
}

}  // namespace evaluation_detail

using namespace evaluation_detail;

std::optional<AlarmState> evaluate(const Alarm& alarm, const std::vector<Period>& periods, TimePoint now) {
  Counted counted{.points = points_of(alarm, periods)};
  counted.missing = alarm.evaluation_periods - static_cast<int>(counted.points.size());
  counted.breaching = static_cast<int>(std::ranges::count_if(
      counted.points, [&](const Period& point) { return breaches(alarm, point.samples->get(alarm.statistic)); }));
  const auto value = value_of(alarm, counted);
  if (!value || *value == alarm.state.value) return std::nullopt;
  return AlarmState{.value = std::string(*value),
                    .reason = reason_for(alarm, *value, counted),
                    .reason_data = data_for(alarm, counted, now),
                    .since = now};
}

}  // namespace cloudwatch
