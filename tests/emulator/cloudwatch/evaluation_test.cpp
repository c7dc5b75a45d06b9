#include <gtest/gtest.h>

#include "emulator/cloudwatch/alarm.h"
#include "emulator/cloudwatch/errors.h"

namespace cloudwatch {
namespace evaluation_test {

const TimePoint kNow = base::parse_iso8601("2026-11-21T17:05:00Z").value();

Alarm alarm(int datapoints, int periods, std::string missing = "missing") {
  return {.name = "a",
          .metric = MetricId{.account = "000000000000", .region = "us-east-1", .name_space = "N", .name = "M"},
          .statistic = "Sum",
          .evaluation_periods = periods,
          .datapoints_to_alarm = datapoints,
          .threshold = 10,
          .comparison = "GreaterThanThreshold",
          .missing_data = std::move(missing)};
}

// "X" is beyond the threshold, "0" is not, "-" is missing; the latest period is the last.
std::vector<Period> periods(std::string_view points) {
  std::vector<Period> result;
  TimePoint start = kNow - std::chrono::minutes(points.size());
  for (const char point : points) {
    result.push_back({start, point == '-' ? std::nullopt : std::optional(Statistics::of(point == 'X' ? 11 : 0))});
    start += std::chrono::minutes(1);
  }
  return result;
}

std::string state_of(const Alarm& alarm, std::string_view points) {
  const auto state = evaluate(alarm, periods(points), kNow);
  return state ? state->value : "as it was";
}

// The tables of the CloudWatch User Guide, "How alarm state is evaluated when data is missing". The state before is one
// that none of them leads to, so that a change shows.
TEST(AlarmEvaluation, MissingDataCountsAsTheAlarmSays) {
  struct Row {
    int datapoints = 0;
    std::string_view points = {}, missing = {}, ignore = {}, breaching = {}, not_breaching = {};
  };
  const std::string_view insufficient = kInsufficientData, kept = "as it was";
  for (const Row& row : {Row{3, "0-X-X", kOk, kOk, kOk, kOk},               //
                         Row{3, "----0", kOk, kOk, kOk, kOk},               //
                         Row{3, "-----", insufficient, kept, kAlarm, kOk},  //
                         Row{3, "0XX-X", kAlarm, kAlarm, kAlarm, kAlarm},   //
                         Row{3, "--X--", kAlarm, kept, kAlarm, kOk},        //
                         Row{2, "0-X-X", kAlarm, kAlarm, kAlarm, kAlarm},   //
                         Row{2, "00X0X", kAlarm, kAlarm, kAlarm, kAlarm},   //
                         Row{2, "0-X--", kOk, kOk, kAlarm, kOk},            //
                         Row{2, "----0", kOk, kOk, kAlarm, kOk},            //
                         Row{2, "---X-", kAlarm, kept, kAlarm, kOk}}) {
    const auto check_one = [&](std::string_view expected, std::string missing) {
      Alarm one = alarm(row.datapoints, 3, missing);
      one.state.value = "none";
      EXPECT_EQ(state_of(one, row.points), expected) << row.datapoints << " of 3, " << row.points << ", " << missing;
    };
    check_one(row.missing, "missing");
    check_one(row.ignore, "ignore");
    check_one(row.breaching, "breaching");
    check_one(row.not_breaching, "notBreaching");
  }
}

TEST(AlarmEvaluation, ThresholdsAreCrossedAsTheOperatorSays) {
  const auto at_ten = [](std::string comparison) {
    Alarm one = alarm(1, 1);
    one.comparison = std::move(comparison);
    return evaluate(one, {{kNow - std::chrono::minutes(1), Statistics::of(10)}}, kNow)->value;
  };
  EXPECT_EQ(at_ten("GreaterThanThreshold"), kOk);
  EXPECT_EQ(at_ten("GreaterThanOrEqualToThreshold"), kAlarm);
  EXPECT_EQ(at_ten("LessThanThreshold"), kOk);
  EXPECT_EQ(at_ten("LessThanOrEqualToThreshold"), kAlarm);
}

TEST(AlarmEvaluation, AStateSaysWhy) {
  Alarm one = alarm(1, 1, "notBreaching");
  const auto alarmed = evaluate(one, periods("--X"), kNow).value();
  EXPECT_EQ(
      alarmed.reason,
      "Threshold Crossed: 1 out of the last 1 datapoints [11.0 (21/11/26 17:04:00)] was greater than the threshold "
      "(10.0) (minimum 1 datapoint for OK -> ALARM transition).");
  EXPECT_EQ(alarmed.reason_data,
            R"({"version":"1.0","queryDate":"2026-11-21T17:05:00.000+0000","startDate":"2026-11-21T17:04:00.000+0000",)"
            R"("statistic":"Sum","period":60,"recentDatapoints":[11.0],"threshold":10.0,"evaluatedDatapoints":)"
            R"([{"timestamp":"2026-11-21T17:04:00.000+0000","sampleCount":1.0,"value":11.0}]})");
  EXPECT_EQ(alarmed.since, kNow);
  one.state = alarmed;
  EXPECT_FALSE(evaluate(one, periods("-X-"), kNow)) << "it is in that state";
  EXPECT_EQ(evaluate(one, periods("---"), kNow)->reason,
            "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as "
            "[NonBreaching].");
  EXPECT_EQ(
      evaluate(one, periods("0X0"), kNow)->reason,
      "Threshold Crossed: 1 out of the last 1 datapoints [0.0 (21/11/26 17:04:00)] was not greater than the threshold "
      "(10.0) (minimum 1 datapoint for ALARM -> OK transition).");
  Alarm two = alarm(2, 3);
  two.state.value = kOk;
  EXPECT_EQ(evaluate(two, periods("-----"), kNow)->reason, "Insufficient Data: 3 datapoints were unknown.");
}

TEST(Alarm, WhatCloudWatchRefusesIsRefused) {
  const auto refused = [](const auto& edit) {
    Alarm one = alarm(1, 1);
    edit(one);
    try {
      check(one);
      return std::string("taken");
    } catch (const Fault& fault) {
      return fault.query_code + ": " + fault.message;
    }
  };
  EXPECT_EQ(refused([](Alarm&) {}), "taken");
  EXPECT_EQ(refused([](Alarm& a) { a.name = ""; }), "InvalidParameterValue: AlarmName must have 1 to 255 characters");
  EXPECT_EQ(refused([](Alarm& a) { a.statistic = "p99"; }),
            "InvalidParameterValue: Statistic must be Average, Maximum, Minimum, SampleCount or Sum");
  EXPECT_EQ(
      refused([](Alarm& a) { a.comparison = "GreaterThanUpperThreshold"; }),
      "InvalidParameterValue: the ComparisonOperator GreaterThanUpperThreshold is not supported by this emulator");
  EXPECT_EQ(refused([](Alarm& a) { a.missing_data = "x"; }),
            "InvalidParameterValue: TreatMissingData must be missing, ignore, breaching or notBreaching");
  EXPECT_EQ(refused([](Alarm& a) { a.period = std::chrono::seconds(10); }),
            "InvalidParameterValue: a Period that is no multiple of 60 seconds is not supported by this emulator");
  EXPECT_EQ(refused([](Alarm& a) { a.evaluation_periods = 0; }),
            "InvalidParameterValue: EvaluationPeriods must be at least 1");
  EXPECT_EQ(refused([](Alarm& a) { a.evaluation_periods = 10'081; }),
            "InvalidParameterValue: EvaluationPeriods times Period must be at most seven days");
  EXPECT_EQ(refused([](Alarm& a) { a.datapoints_to_alarm = 2; }),
            "InvalidParameterValue: DatapointsToAlarm must be from 1 to EvaluationPeriods");
  EXPECT_EQ(refused([](Alarm& a) { a.ok_actions = {"arn:aws:automate:us-east-1:ec2:stop"}; }),
            "InvalidParameterValue: an action other than an SNS topic: arn:aws:automate:us-east-1:ec2:stop is not "
            "supported by this emulator");
  EXPECT_EQ(refused([](Alarm& a) { a.ok_actions.assign(6, "arn:aws:sns:us-east-1:000000000000:t"); }),
            "InvalidParameterValue: an alarm has at most 5 actions for a state");
}

TEST(Alarm, IsKeptWithAllThatItHas) {
  Alarm one = alarm(2, 3, "ignore");
  one.description = "why";
  one.actions_enabled = false;
  one.ok_actions = {"arn:aws:sns:us-east-1:000000000000:ok"};
  one.alarm_actions = {"arn:aws:sns:us-east-1:000000000000:alarm"};
  one.insufficient_data_actions = {"arn:aws:sns:us-east-1:000000000000:none"};
  one.metric.dimensions = {{"Function", "a"}};
  one.threshold = 0.25;
  one.configured = kNow;
  one.state = {.value = "ALARM", .reason = "r", .reason_data = "{}", .since = kNow};
  const Alarm read = decode_alarm(encode(one).dump());
  EXPECT_EQ(encode(read), encode(one));
  EXPECT_EQ(read.arn(), "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a");
  EXPECT_EQ(read.actions(), one.alarm_actions);
  EXPECT_TRUE(is_configured_as(read, one));
  Alarm other = one;
  other.state = {};
  EXPECT_TRUE(is_configured_as(other, one));
  other.threshold = 0.5;
  EXPECT_FALSE(is_configured_as(other, one));
}

}  // namespace evaluation_test
}  // namespace cloudwatch
