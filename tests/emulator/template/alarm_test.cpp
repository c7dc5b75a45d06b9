#include "template_files.h"

namespace cfn {
namespace {

TEST(Alarm, IsReadWhole) {
  const Loaded loaded = load_text(R"(Resources:
  News: {Type: 'AWS::SNS::Topic', Properties: {TopicName: news}}
  Deep:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: deep
      AlarmDescription: too deep
      ActionsEnabled: false
      AlarmActions: [!Ref News]
      Namespace: Shop
      MetricName: Depth
      Dimensions: [{Name: Queue, Value: orders}]
      Statistic: Maximum
      Period: 300
      EvaluationPeriods: 3
      Threshold: 100.5
      ComparisonOperator: LessThanThreshold
      TreatMissingData: ignore
Outputs:
  Arn: {Value: !GetAtt Deep.Arn}
)");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  const Alarm& alarm = loaded.stack.alarms.at(0);
  EXPECT_EQ(alarm.name + "|" + alarm.description, "deep|too deep");
  EXPECT_FALSE(alarm.actions_enabled);
  EXPECT_EQ(alarm.alarm_actions, std::vector<std::string>{"arn:aws:sns:us-east-1:000000000000:news"});
  EXPECT_EQ(alarm.metric_namespace + "|" + alarm.metric + "|" + alarm.dimensions.at(0).second, "Shop|Depth|orders");
  EXPECT_EQ(alarm.statistic + "|" + alarm.comparison + "|" + alarm.missing_data, "Maximum|LessThanThreshold|ignore");
  EXPECT_EQ(alarm.period, std::chrono::seconds(300));
  EXPECT_EQ(alarm.evaluation_periods, 3);
  EXPECT_EQ(alarm.datapoints_to_alarm, 3) << "all of them, where it does not say";
  EXPECT_EQ(alarm.threshold, 100.5);
  EXPECT_EQ(loaded.stack.find_output("Arn")->value, "arn:aws:cloudwatch:us-east-1:000000000000:alarm:deep");
}

TEST(Alarm, WhatIsNotSupportedIsRefused) {
  const Loaded loaded = load_text(R"(Resources:
  Deep:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: Shop
      MetricName: Depth
      ExtendedStatistic: p99
      Period: 10
      EvaluationPeriods: 1
      Threshold: much
      ComparisonOperator: GreaterThanUpperThreshold
)");
  const std::string problems = to_text(loaded.problems);
  for (const char* part : {"Statistic", "ExtendedStatistic is not supported", "'10' must be a whole number from 60",
                           "'much' must be a number", "GreaterThanUpperThreshold"}) {
    EXPECT_NE(problems.find(part), std::string::npos) << part << " in\n" << problems;
  }
}

}  // namespace
}  // namespace cfn
