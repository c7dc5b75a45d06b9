// EventBridge on a virtual clock: what was put reaches its targets, once it is settled; what fails is tried again and
// buried in the end.

#include "emulator/events/event_bridge.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "emulator/events/operations.h"
#include "emulator/loop/on_loop.h"
#include "emulator/protocol/ask.h"
#include "emulator/store/temporary_directory.h"

namespace events {
namespace event_bridge_test {

using base::Json;

constexpr const char* kQueue = "arn:aws:sqs:us-east-1:000000000000:orders";
constexpr const char* kDead = "arn:aws:sqs:us-east-1:000000000000:dead";

// Buses whose targets end here, in a list.
struct EventBridgeTest : ::testing::Test {
  store::TemporaryDirectory directory = {};
  std::vector<delivery::Message> taken = {};   // by targets
  std::vector<delivery::Message> buried = {};  // by dead-letter queues
  int failures = 0;                            // how many attempts are to fail
  int attempts = 0;

  struct Open {
    loop::Loop& loop;
    store::Store store;
    delivery::Deliveries deliveries;
    EventBridge bridge;
    protocol::JsonEndpoint endpoint;
    Open(loop::Loop& l, const std::string& path)
        : loop(l),
          store(loop, {.directory = path}),
          deliveries(loop, store),
          bridge(loop, store, deliveries),
          endpoint(protocol_of(), bridge, kOperations) {}

    // The answer; of a fault its code and sentence.
    Json ask(const std::string& operation, const Json& request) {
      protocol::Call call;
      call.now = loop.now();
      const auto answer =
          protocol::ask(endpoint, protocol::request_for("POST", "/", {{"X-Amz-Target", "AWSEvents." + operation}}),
                        request.dump(), call);
      Json said = Json::parse(answer.body);
      if (answer.status == 200) return said;
      return Json(said.text("__type") + ": " + said.text("message"));
    }
    Json put(const std::string& detail, const std::string& source = "shop") {
      const Json entry = {{"Source", source}, {"DetailType", "order"}, {"Detail", detail}};
      return ask("PutEvents", {{"Entries", Json::array({entry})}});
    }
    void rule(const std::string& name, const std::string& pattern, Json target = {{"Id", "1"}, {"Arn", kQueue}}) {
      ask("PutRule", {{"Name", name}, {"EventPattern", pattern}});
      const Json answer = ask("PutTargets", {{"Rule", name}, {"Targets", Json::array({std::move(target)})}});
      ASSERT_TRUE(answer.is_object()) << answer.dump();
    }
    void settle() { ASSERT_TRUE(loop.settle(loop::soon())); }
    void advance(base::Duration by) { ASSERT_TRUE(loop.advance_to(loop.now() + by, loop::soon())); }
  };

  void open(const std::function<void(Open&)>& body,
            loop::Loop::Options options = {.virtual_start = loop::test_start()}) {
    loop::on_loop(options, [&](loop::Loop& loop) {
      Open opened(loop, directory.path());
      opened.bridge.publisher.add_sink({.arn_prefix = "arn:aws:sqs:", .take = [this](const delivery::Message& message) {
                                          ++attempts;
                                          if (failures > 0 && failures-- > 0) return delivery::retry("it is not well");
                                          taken.push_back(message);
                                          return delivery::taken();
                                        }});
      opened.deliveries.add_target({.arn_prefix = "arn:aws:sqs:", .deliver = [this](const delivery::Message& message) {
                                      buried.push_back(message);
                                      return delivery::taken();
                                    }});
      opened.deliveries.add_target(opened.bridge.publisher.delivery_target());
      opened.bridge.start();
      opened.deliveries.start();
      body(opened);
    });
  }

  std::string attribute(std::string_view name) const {
    return buried.empty() ? "nothing was buried" : buried.back().attributes.at("messageAttributes").text(name);
  }
};

TEST_F(EventBridgeTest, EveryMatchingRuleGetsTheEventAndNoOther) {
  open([&](Open& open) {
    open.rule("mine", R"({"source":["shop"]})");
    open.rule("too", R"({"detail":{"n":[{"numeric":[">",1]}]}})");
    open.rule("off", R"({"source":["shop"]})");
    open.ask("DisableRule", {{"Name", "off"}});
    open.put(R"({"n": 2.50})");
    open.put("{}", "other");
    open.settle();
    ASSERT_EQ(taken.size(), 2u);
    EXPECT_NE(taken[0].payload.find(R"("detail":{"n":2.50}})"), std::string::npos) << taken[0].payload;
  });
}

TEST_F(EventBridgeTest, AFailedTargetIsTriedAgainAndThenBuriedWithTheReason) {
  open([&](Open& open) {
    open.rule("r", R"({"source":["shop"]})",
              {{"Id", "1"},
               {"Arn", kQueue},
               {"RetryPolicy", Json{{"MaximumRetryAttempts", 3}}},
               {"DeadLetterConfig", Json{{"Arn", kDead}}}});
    failures = 3;
    open.put("{}");
    open.settle();
    EXPECT_EQ(taken.size(), 1u);
    failures = 100;
    attempts = 0;
    open.put(R"({"lost":true})");
    open.settle();
    EXPECT_EQ(attempts, 4);
    ASSERT_EQ(buried.size(), 1u);
    EXPECT_EQ(buried[0].target, kDead);
    EXPECT_NE(buried[0].payload.find(R"("lost":true)"), std::string::npos);
    EXPECT_EQ(attribute("ERROR_CODE"), "ERROR_FROM_TARGET");
    EXPECT_EQ(attribute("ERROR_MESSAGE"), "it is not well");
    EXPECT_EQ(attribute("EXHAUSTED_RETRY_CONDITION"), "MaximumRetryAttempts");
    EXPECT_EQ(attribute("RETRY_ATTEMPTS"), "3");
    EXPECT_EQ(attribute("RULE_ARN"), "arn:aws:events:us-east-1:000000000000:rule/r");
    EXPECT_EQ(attribute("TARGET_ARN"), kQueue);
  });
}

TEST_F(EventBridgeTest, AnEventThatIsTooOldIsNotTriedAgain) {
  open([&](Open& open) {
    open.rule("r", R"({"source":["shop"]})",
              {{"Id", "1"},
               {"Arn", kQueue},
               {"RetryPolicy", Json{{"MaximumEventAgeInSeconds", 60}}},
               {"DeadLetterConfig", Json{{"Arn", kDead}}}});
    failures = 100;
    const auto start = open.loop.now();
    open.put("{}");
    open.settle();
    EXPECT_EQ(attribute("EXHAUSTED_RETRY_CONDITION"), "MaximumEventAgeInSeconds");
    EXPECT_LE(open.loop.now() - start, std::chrono::seconds(61));
  });
}

TEST_F(EventBridgeTest, ByDefaultItIsTriedForADay) {
  open([&](Open& open) {
    open.rule("r", R"({"source":["shop"]})",
              {{"Id", "1"}, {"Arn", kQueue}, {"DeadLetterConfig", Json{{"Arn", kDead}}}});
    const auto start = open.loop.now();
    failures = 1000;
    open.put("{}");
    open.settle();
    EXPECT_EQ(attribute("EXHAUSTED_RETRY_CONDITION"), "MaximumRetryAttempts");
    EXPECT_EQ(attempts, 1 + 185);
    EXPECT_GT(open.loop.now() - start, std::chrono::hours(23));
  });
}

TEST_F(EventBridgeTest, AnEventThatWasTakenIsDeliveredAfterADeath) {
  open([&](Open& open) {
    open.rule("r", R"({"source":["shop"]})");
    open.put("{}");
  });
  EXPECT_TRUE(taken.empty());
  open([&](Open& open) { open.settle(); });
  EXPECT_EQ(taken.size(), 1u);
}

TEST_F(EventBridgeTest, ABusPassesEventsOnAndACircleEnds) {
  open([&](Open& open) {
    open.ask("CreateEventBus", {{"Name", "second"}});
    const std::string arn = "arn:aws:events:us-east-1:000000000000:event-bus/";
    open.rule("on", R"({"source":["shop"]})", {{"Id", "1"}, {"Arn", arn + "second"}});
    open.ask("PutRule", {{"Name", "back"}, {"EventBusName", "second"}, {"EventPattern", R"({"source":["shop"]})"}});
    open.ask(
        "PutTargets",
        {{"Rule", "back"},
         {"EventBusName", "second"},
         {"Targets", Json::array({Json{{"Id", "1"}, {"Arn", kQueue}}, Json{{"Id", "2"}, {"Arn", arn + "default"}}})}});
    open.put("{}");
    open.settle();
    EXPECT_EQ(taken.size(), 5u);  // ten hops, every other of them over the second bus
    EXPECT_EQ(taken.front().payload, taken.back().payload);
  });
}

TEST_F(EventBridgeTest, AScheduledRuleRingsAsFarAsTheClockGoes) {
  open([&](Open& open) {
    open.ask("PutRule", {{"Name", "tick"}, {"ScheduleExpression", "rate(1 minute)"}});
    open.ask("PutTargets", {{"Rule", "tick"}, {"Targets", Json::array({Json{{"Id", "1"}, {"Arn", kQueue}}})}});
    open.settle();
    EXPECT_TRUE(taken.empty());
    open.advance(std::chrono::minutes(3));
    open.settle();
    ASSERT_EQ(taken.size(), 3u);
    EXPECT_NE(taken[0].payload.find(R"("detail-type":"Scheduled Event","source":"aws.events")"), std::string::npos);
    open.ask("DisableRule", {{"Name", "tick"}});
    open.advance(std::chrono::minutes(3));
    EXPECT_EQ(taken.size(), 3u);
    EXPECT_EQ(open.ask("PutRule", {{"Name", "x"}, {"ScheduleExpression", "rate(1 minutes)"}}).dump(),
              R"("ValidationException: Parameter ScheduleExpression is not valid.")");
  });
}

TEST_F(EventBridgeTest, APutThatBreaksTheLimitsIsRefusedAsOnAws) {
  open([&](Open& open) {
    EXPECT_EQ(open.put("[1]").at("Entries").at(0).text("ErrorCode"), "MalformedDetail");
    EXPECT_EQ(open.put("{}", "aws.s3").at("Entries").at(0).text("ErrorCode"), "NotAuthorizedForSource");
    EXPECT_EQ(open.put("").at("Entries").at(0).text("ErrorMessage"),
              "Parameter Detail is not valid. Reason: Detail is a required argument.");
    const std::string large = fmt::format(R"({{"a":"{}"}})", std::string(262'144 - 17, 'x'));  // with source and type
    EXPECT_EQ(open.put(large.substr(0, large.size() - 3) + "\"}").at("FailedEntryCount").as_int(), 0);
    EXPECT_EQ(open.put(large).dump(),
              R"("ValidationException: Total size of the entries in the request is over the limit.")");
    Json eleven = Json::array();
    for (int i = 0; i < 11; ++i) eleven.push_back({{"Source", "a"}});
    EXPECT_TRUE(open.ask("PutEvents", {{"Entries", eleven}}).as_string().ends_with("less than or equal to 10"));
  });
}

// An archive of everything and a replay of its second half, cut by a death in the middle.
TEST_F(EventBridgeTest, AReplayBringsTheEventsOfAPeriodBackAndGoesOnAfterADeath) {
  const std::string bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";
  const std::string archive = "arn:aws:events:us-east-1:000000000000:archive/all";
  constexpr std::size_t kEach = 150;
  open([&](Open& open) {
    open.ask("CreateArchive",
             {{"ArchiveName", "all"}, {"EventSourceArn", bus}, {"EventPattern", R"({"source":["shop"]})"}});
    for (std::size_t i = 0; i < kEach; ++i) open.put(fmt::format(R"({{"old":{}}})", i));
    open.put("{}", "other");
    open.advance(std::chrono::hours(1));
    for (std::size_t i = 0; i < kEach; ++i) open.put(fmt::format(R"({{"n":{}}})", i));
    open.rule("late", R"({"source":["shop"]})");
    open.rule("other", R"({"source":["shop"]})");
    EXPECT_EQ(open.ask("DescribeArchive", {{"ArchiveName", "all"}}).at("EventCount").as_unsigned(), 2 * kEach);
    const double now = base::to_epoch_seconds(open.loop.now());
    const Json replay = {
        {"ReplayName", "again"},
        {"EventSourceArn", archive},
        {"EventStartTime", now - 60},
        {"EventEndTime", now + 60},
        {"Destination",
         Json{{"Arn", bus}, {"FilterArns", Json::array({"arn:aws:events:us-east-1:000000000000:rule/late"})}}}};
    EXPECT_EQ(open.ask("StartReplay", replay).text("State"), "STARTING");
    EXPECT_EQ(open.ask("StartReplay", replay).dump(),
              R"("ResourceAlreadyExistsException: Replay again already exists.")");
    EXPECT_TRUE(taken.empty());
  });
  const auto later = loop::test_start() + std::chrono::hours(2);
  open(
      [&](Open& open) {
        open.settle();
        ASSERT_EQ(taken.size(), kEach);
        EXPECT_NE(taken[0].payload.find(R"("replay-name":"again")"), std::string::npos) << taken[0].payload;
        const Json replay = open.ask("DescribeReplay", {{"ReplayName", "again"}});
        EXPECT_EQ(replay.text("State"), "COMPLETED");
        EXPECT_EQ(open.ask("DescribeArchive", {{"ArchiveName", "all"}}).at("EventCount").as_unsigned(), 2 * kEach);
        EXPECT_TRUE(
            open.ask("CancelReplay", {{"ReplayName", "again"}}).as_string().starts_with("IllegalStatusException"));
      },
      {.virtual_start = later});
}

TEST_F(EventBridgeTest, AnArchiveForgetsAfterItsRetention) {
  open([&](Open& open) {
    open.ask("CreateArchive", {{"ArchiveName", "day"},
                               {"EventSourceArn", "arn:aws:events:us-east-1:000000000000:event-bus/default"},
                               {"RetentionDays", 1}});
    open.put("{}");
    open.advance(std::chrono::hours(20));
    open.put("{}");
    EXPECT_EQ(open.ask("DescribeArchive", {{"ArchiveName", "day"}}).at("EventCount").as_int(), 2);
    open.advance(std::chrono::hours(6));
    EXPECT_EQ(open.ask("DescribeArchive", {{"ArchiveName", "day"}}).at("EventCount").as_int(), 1);
  });
}

TEST_F(EventBridgeTest, WhatItDoesNotDoIsRefusedByName) {
  open([&](Open& open) {
    open.ask("PutRule", {{"Name", "r"}, {"EventPattern", R"({"source":["a"]})"}});
    const auto target = [&](Json more) {
      Json made = {{"Id", "1"}, {"Arn", kQueue}};
      for (const auto& [name, value] : more.members()) made.set(name, value);
      return open.ask("PutTargets", {{"Rule", "r"}, {"Targets", Json::array({made})}}).dump();
    };
    EXPECT_EQ(target({{"EcsParameters", Json::object()}}),
              R"("ValidationException: Targets[0].EcsParameters of target 1 is not supported by this emulator.")");
    EXPECT_EQ(
        target({{"Input", "{}"}, {"InputPath", "$.detail"}}),
        R"("ValidationException: Only one of Input, InputPath, or InputTransformer must be provided for target 1.")");
    EXPECT_EQ(open.ask("CreateConnection", Json::object()).dump(),
              R"("UnknownOperationException: Unknown operation: CreateConnection")");
    EXPECT_EQ(open.ask("DeleteRule", {{"Name", "none"}}).dump(), "{}");
  });
}

}  // namespace event_bridge_test
}  // namespace events
