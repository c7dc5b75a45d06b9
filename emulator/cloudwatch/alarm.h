#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "emulator/cloudwatch/metric.h"

namespace cloudwatch {

// States and words are AWS's own: "OK", "ALARM", "INSUFFICIENT_DATA".
inline constexpr std::string_view kOk = "OK", kAlarm = "ALARM", kInsufficientData = "INSUFFICIENT_DATA";

struct AlarmState {
  std::string value = std::string(kInsufficientData);
  std::string reason = "Unchecked: Initial alarm creation";
  std::string reason_data = {};  // JSON text; empty where nothing was evaluated
  TimePoint since = {};
};

// An alarm on one statistic of one metric.
struct Alarm {
  std::string name = {};
  std::string description = {};
  bool actions_enabled = true;
  std::vector<std::string> ok_actions = {}, alarm_actions = {}, insufficient_data_actions = {};  // ARNs of topics
  MetricId metric = {};
  std::string statistic = {};
  std::chrono::seconds period{60};
  int evaluation_periods = 1;
  int datapoints_to_alarm = 1;
  double threshold = 0;
  std::string comparison = {};           // "GreaterThanThreshold"
  std::string missing_data = "missing";  // "ignore", "breaching", "notBreaching"
  TimePoint configured = {};
  AlarmState state = {};

  std::string arn() const;
  const std::vector<std::string>& actions() const;  // of the state that it has
};

// Throws the fault of what CloudWatch would refuse, and of actions that are no topics.
void check(const Alarm& alarm);
// Whether both say the same of the metric and the actions, whatever state they are in.
bool is_configured_as(const Alarm& one, const Alarm& other);

base::Json encode(const Alarm& alarm);
Alarm decode_alarm(std::string_view text);
std::string instant(TimePoint time);  // as CloudWatch writes it: "2026-11-21T17:00:00.000+0000"

// --- Evaluation
// ------------------------------------------------------------------------------------------------------------- As
// CloudWatch looks at more than the evaluation periods, so that a point that comes late or seldom counts.
inline constexpr int kPeriodsLookedAtBesides = 2;

// A period that is over; nothing where no sample fell into it.
struct Period {
  TimePoint start = {};
  std::optional<Statistics> samples = {};
};

// The state that these periods (oldest first) put the alarm in; nothing where it stays as it is.
// (CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data", both tables)
std::optional<AlarmState> evaluate(const Alarm& alarm, const std::vector<Period>& periods, TimePoint now);

}  // namespace cloudwatch
