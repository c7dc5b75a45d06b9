#include "emulator/cloudwatch/alarms.h"

#include <gtest/gtest.h>

#include "emulator/cloudwatch/cloud_watch.h"
#include "emulator/cloudwatch/errors.h"
#include "emulator/cloudwatch/operations.h"
#include "emulator/loop/on_loop.h"
#include "emulator/protocol/ask.h"
#include "emulator/store/temporary_directory.h"

namespace cloudwatch {
namespace alarms_test {

using base::Json;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kArn = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:many";
const MetricId kMetric{.account = "000000000000", .region = "us-east-1", .name_space = "N", .name = "M"};

Alarm many() {
  return {.name = "many",
          .ok_actions = {"arn:aws:sns:us-east-1:000000000000:ok"},
          .alarm_actions = {"arn:aws:sns:us-east-1:000000000000:alarm"},
          .metric = kMetric,
          .statistic = "Sum",
          .threshold = 10,
          .comparison = "GreaterThanThreshold",
          .missing_data = "notBreaching"};
}

// CloudWatch in a world whose topics and bus end here, in lists.
struct World : ::testing::Test {
  store::TemporaryDirectory directory = {};
  std::vector<std::string> told = {};  // "ok: OK"
  std::vector<Json> events = {};

  struct Open {
    loop::Loop& loop;
    store::Store store;
    delivery::Deliveries deliveries;
    CloudWatch cloud_watch;
    protocol::QueryEndpoint endpoint;
    Open(loop::Loop& l, const std::string& path)
        : loop(l),
          store(loop, {.directory = path}),
          deliveries(loop, store),
          cloud_watch(loop, store, deliveries),
          endpoint(query_protocol_of(), cloud_watch, kOperations) {}
    std::string ask(const std::string& form) { return protocol::ask_query(endpoint, form).body; }
    void put(double value) {
      cloud_watch.metrics.put({.id = kMetric, .time = loop.now(), .values = Statistics::of(value)});
    }
    void advance(base::Duration duration) {
      ASSERT_TRUE(loop.advance_to(loop.now() + duration, loop::soon()));
      ASSERT_TRUE(loop.settle(loop::soon()));
    }
    std::string state() { return cloud_watch.alarms.get(kArn).state.value; }
  };

  void open(const std::function<void(Open&)>& body) {
    loop::on_virtual_loop([&](loop::Loop& loop) {
      Open opened(loop, directory.path());
      opened.deliveries.add_target({.arn_prefix = "arn:aws:sns:", .deliver = [this](const delivery::Message& message) {
                                      const Json said = Json::parse(message.payload);
                                      told.push_back(message.target.substr(message.target.rfind(':') + 1) + ": " +
                                                     message.attributes.text("subject") + ", " +
                                                     said.text("OldStateValue") + " -> " + said.text("NewStateValue"));
                                      return delivery::taken();
                                    }});
      opened.deliveries.add_target(
          {.arn_prefix = "arn:aws:events:", .deliver = [this](const delivery::Message& message) {
             events.push_back(Json::parse(message.payload));
             return delivery::taken();
           }});
      opened.deliveries.start();
      opened.cloud_watch.alarms.start();
      body(opened);
    });
  }
};

using Texts = std::vector<std::string>;

// E120
TEST_F(World, MoreThanTheThresholdInAMinuteIsAnAlarmThatTellsItsTopicAndTheBus) {
  open([&](Open& open) {
    open.cloud_watch.alarms.put(many());
    EXPECT_EQ(open.state(), "INSUFFICIENT_DATA");
    open.advance(minutes(1));
    EXPECT_EQ(open.state(), "OK");
    EXPECT_EQ(told, Texts{"ok: OK: \"many\" in us-east-1, INSUFFICIENT_DATA -> OK"});
    told.clear();
    for (int i = 0; i < 10; ++i) open.put(1);
    open.advance(minutes(1));
    EXPECT_EQ(open.state(), "OK") << "ten are not more than ten";
    for (int i = 0; i < 11; ++i) open.put(1);
    EXPECT_EQ(open.state(), "OK") << "before the period is over";
    open.advance(minutes(1));
    EXPECT_EQ(open.state(), "ALARM");
    EXPECT_EQ(told, Texts{"alarm: ALARM: \"many\" in us-east-1, OK -> ALARM"});
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[1].text("source") + "|" + events[1].text("detail-type"),
              "aws.cloudwatch|CloudWatch Alarm State Change");
    EXPECT_EQ(events[1].at("resources").dump(), Json::array({kArn}).dump());
    EXPECT_EQ(events[1].at("detail").at("state").text("value"), "ALARM");
    EXPECT_EQ(events[1].at("detail").at("previousState").text("value"), "OK");
    told.clear();
    open.advance(minutes(10));
    EXPECT_EQ(open.state(), "OK") << "the samples count no longer";
    EXPECT_EQ(told, Texts{"ok: OK: \"many\" in us-east-1, ALARM -> OK"});
    EXPECT_EQ(events.size(), 3u);
  });
}

TEST_F(World, StatesOutliveTheProcessAndTheTemplateKeepsThem) {
  open([&](Open& open) {
    open.cloud_watch.alarms.ensure(many());
    open.cloud_watch.alarms.set_state(kArn, {.value = "ALARM", .reason = "a drill"});
  });
  open([&](Open& open) {
    open.cloud_watch.alarms.ensure(many());
    EXPECT_EQ(open.cloud_watch.alarms.get(kArn).state.reason, "a drill");
    Alarm other = many();
    other.threshold = 20;
    open.cloud_watch.alarms.ensure(other);
    EXPECT_EQ(open.cloud_watch.alarms.get(kArn).threshold, 20);
    EXPECT_EQ(open.state(), "ALARM") << "only its configuration is new";
    open.advance(minutes(1));
    EXPECT_EQ(open.state(), "OK") << "what was set by hand holds until it is evaluated";
  });
}

TEST_F(World, WhatTheTemplateMakesIsOkFromTheBeginningWhereItWouldBeAndNobodyIsTold) {
  open([&](Open& open) {
    open.cloud_watch.alarms.ensure(many());
    EXPECT_EQ(open.state(), "OK");
    Alarm heartbeat = many();
    heartbeat.name = "heartbeat";
    heartbeat.missing_data = "breaching";
    open.cloud_watch.alarms.ensure(heartbeat);
    open.advance(minutes(1));
    EXPECT_EQ(told, Texts{"alarm: ALARM: \"heartbeat\" in us-east-1, INSUFFICIENT_DATA -> ALARM"});
  });
}

TEST_F(World, AnAlarmWithoutSamplesKeepsNothingAwake) {
  open([&](Open& open) {
    open.cloud_watch.alarms.put(many());
    EXPECT_TRUE(open.loop.settle(loop::soon()));
    EXPECT_EQ(open.state(), "INSUFFICIENT_DATA") << "the clock has not moved";
    int steps = 0;
    open.advance(minutes(5));
    open.loop.on_clock_step([&](TimePoint) { ++steps; });
    open.advance(std::chrono::hours(24));
    EXPECT_LE(steps, 2) << "nobody looks at it every minute";
    open.loop.on_clock_step({});
  });
}

TEST_F(World, ActionsCanBeSwitchedOff) {
  open([&](Open& open) {
    open.cloud_watch.alarms.put(many());
    EXPECT_NE(open.ask("Action=DisableAlarmActions&Version=2010-08-01&AlarmNames.member.1=many").find("RequestId"),
              std::string::npos);
    open.ask("Action=SetAlarmState&Version=2010-08-01&AlarmName=many&StateValue=ALARM&StateReason=drill");
    ASSERT_TRUE(open.loop.settle(loop::soon()));
    EXPECT_EQ(told, Texts());
    EXPECT_EQ(events.size(), 1u) << "the bus hears of it all the same";
    open.ask("Action=EnableAlarmActions&Version=2010-08-01&AlarmNames.member.1=many");
    open.ask("Action=SetAlarmState&Version=2010-08-01&AlarmName=many&StateValue=OK&StateReason=drill");
    ASSERT_TRUE(open.loop.settle(loop::soon()));
    EXPECT_EQ(told.size(), 1u);
  });
}

// Clients of 2025 speak JSON: times are seconds there, and ISO 8601 in the query protocol.
TEST_F(World, BothProtocolsSayTheSame) {
  open([&](Open& open) {
    const protocol::JsonEndpoint json(protocol_of(), open.cloud_watch, kOperations);
    const auto ask = [&](const std::string& operation, const std::string& body) {
      return protocol::ask_json(json, "GraniteServiceVersion20100801." + operation, body);
    };
    EXPECT_EQ(
        ask("PutMetricAlarm", R"({"AlarmName":"many","Namespace":"N","MetricName":"M","Statistic":"Sum","Period":60,
        "EvaluationPeriods":1,"Threshold":0.5,"ComparisonOperator":"GreaterThanThreshold"})")
            .status,
        200);
    const Json alarm = Json::parse(ask("DescribeAlarms", "{}").body).at("MetricAlarms").at(0);
    EXPECT_EQ(alarm.at("StateUpdatedTimestamp").as_double(), base::to_epoch_seconds(open.loop.now()));
    EXPECT_EQ(alarm.at("Threshold").as_double(), 0.5);
    const std::string xml = open.ask("Action=DescribeAlarms&Version=2010-08-01");
    EXPECT_NE(xml.find("<StateUpdatedTimestamp>2023-11-14T22:13:20.000Z</StateUpdatedTimestamp>"), std::string::npos)
        << xml;
    EXPECT_EQ(
        ask("PutMetricData", R"({"Namespace":"N","MetricData":[{"MetricName":"M","Timestamp":1700000000,"Value":2}]})")
            .status,
        200);
    const Json point =
        Json::parse(ask("GetMetricStatistics", R"({"Namespace":"N","MetricName":"M","StartTime":1699999980,
        "EndTime":1700000040,"Period":60,"Statistics":["Sum"]})")
                        .body)
            .at("Datapoints")
            .at(0);
    EXPECT_EQ(point.dump(), R"({"Timestamp":1699999980.0,"Sum":2.0,"Unit":"None"})");
    const auto refused = ask("DeleteAlarms", R"({"AlarmNames":["none"]})");
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.headers.get("x-amzn-query-error"), "ResourceNotFound;Sender");
  });
}

TEST_F(World, WhatIsWrongIsSaidByItsName) {
  open([&](Open& open) {
    const auto code = [&](const std::string& form) {
      const std::string answer = open.ask(form + "&Version=2010-08-01");
      const auto begin = answer.find("<Code>"), end = answer.find("</Code>");
      return begin == std::string::npos ? answer : answer.substr(begin + 6, end - begin - 6);
    };
    EXPECT_EQ(code("Action=DeleteAlarms&AlarmNames.member.1=none"), "ResourceNotFound");
    EXPECT_EQ(code("Action=DeleteAlarms"), "MissingParameter");
    EXPECT_EQ(code("Action=SetAlarmState&AlarmName=none&StateValue=OK&StateReason=r"), "ResourceNotFound");
    EXPECT_EQ(code("Action=SetAlarmState&AlarmName=none&StateValue=ok&StateReason=r"), "InvalidParameterValue");
    EXPECT_EQ(code("Action=SetAlarmState&AlarmName=n&StateValue=OK&StateReason=r&StateReasonData=x"), "InvalidFormat");
    EXPECT_EQ(code("Action=PutMetricAlarm&AlarmName=a"), "MissingParameter");
    EXPECT_EQ(code("Action=PutMetricAlarm&AlarmName=a&Unit=Count"), "InvalidParameterValue");
    EXPECT_EQ(code("Action=DescribeAlarms&NextToken=x"), "InvalidNextToken");
    EXPECT_EQ(code("Action=DescribeAlarms&AlarmNames.member.1=a&AlarmNamePrefix=a"), "InvalidParameterCombination");
    EXPECT_EQ(code("Action=PutMetricData&Namespace=AWS/S3&MetricData.member.1.MetricName=a"), "InvalidParameterValue");
    EXPECT_EQ(code("Action=PutMetricData&Namespace=N&MetricData.member.1.MetricName=a"), "InvalidParameterCombination");
    EXPECT_EQ(code("Action=PutMetricData&Namespace=N&MetricData.member.1.MetricName=a&MetricData.member.1.Value=1"
                   "&MetricData.member.1.Timestamp=2020-01-01T00:00:00Z"),
              "InvalidParameterValue");
    EXPECT_EQ(code("Action=PutMetricData&Namespace=N&MetricData.member.1.MetricName=a&MetricData.member.1.Value=much"),
              "InvalidParameterValue");
    EXPECT_EQ(code("Action=GetMetricStatistics&Namespace=N&MetricName=M&StartTime=2023-11-14T00:00:00Z"
                   "&EndTime=2023-11-15T00:01:00Z&Period=60&Statistics.member.1=Sum"),
              "InvalidParameterCombination");
    EXPECT_EQ(code("Action=GetMetricData"), "InvalidAction");
  });
}

}  // namespace alarms_test
}  // namespace cloudwatch
