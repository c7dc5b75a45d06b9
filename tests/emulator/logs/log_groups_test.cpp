// CloudWatch Logs: groups, streams, events, through the API where there is one.

#include "emulator/logs/log_groups.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "emulator/faults/vfs.h"
#include "emulator/logs/errors.h"
#include "emulator/logs/filter_pattern.h"
#include "emulator/logs/operations.h"
#include "emulator/loop/on_loop.h"
#include "emulator/store/temporary_directory.h"
#include "support/in_memory.h"

namespace logs {
namespace {

using base::Json;

struct World {
  explicit World(loop::Loop& the_loop, const store::Store::Options& options = {})
      : loop(the_loop), store(loop, options) {}
  std::string call(std::string_view operation, std::string_view request) {
    return support::run_json(endpoint, operation, request, loop.now());
  }
  Json json(std::string_view operation, std::string_view request) { return Json::parse(call(operation, request)); }
  std::int64_t now() const { return base::to_epoch_millis(loop.now()); }
  // Puts one message, `later` ms behind now.
  std::string put(const std::string& stream, const std::string& message, std::int64_t later = 0) {
    return call("PutLogEvents",
                Json{{"logGroupName", "g"},
                     {"logStreamName", stream},
                     {"logEvents", Json::array({Json{{"timestamp", now() + later}, {"message", message}}})}}
                    .dump());
  }
  // The messages of an answer, one letter each or more, joined.
  static std::string messages(const Json& answer) {
    std::string all;
    for (const Json& event : answer.at("events").elements()) all += event.text("message");
    return all;
  }

  loop::Loop& loop;
  store::Store store;
  LogGroups groups{loop, store};
  protocol::JsonEndpoint endpoint{protocol_of(), groups, std::span<const Operation<LogGroups>* const>(kOperations)};
};

void with_logs(const std::function<void(World&)>& body) {
  loop::on_virtual_loop([&](loop::Loop& loop) {
    World world(loop);
    body(world);
  });
}

TEST(Logs, MakeListAndDeleteGroups) {
  with_logs([](World& world) {
    for (const char* name : {"/aws/lambda/b", "/aws/lambda/a", "other"}) {
      EXPECT_EQ(world.call("CreateLogGroup", Json{{"logGroupName", name}}.dump()), "{}");
    }
    EXPECT_EQ(world.call("CreateLogGroup", R"({"logGroupName":"other"})"),
              "ResourceAlreadyExistsException: The specified log group already exists");
    const Json page = world.json("DescribeLogGroups", R"({"logGroupNamePrefix":"/aws","limit":1})");
    EXPECT_EQ(page.at("logGroups").at(0).text("logGroupName"), "/aws/lambda/a");
    EXPECT_EQ(page.at("logGroups").at(0).text("arn"), "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/a:*");
    const Json rest =
        world.json("DescribeLogGroups",
                   Json{{"logGroupNamePrefix", "/aws"}, {"limit", 1}, {"nextToken", page.text("nextToken")}}.dump());
    EXPECT_EQ(rest.at("logGroups").at(0).text("logGroupName"), "/aws/lambda/b");
    EXPECT_FALSE(rest.contains("nextToken"));
    EXPECT_EQ(world.call("DeleteLogGroup", R"({"logGroupName":"other"})"), "{}");
    EXPECT_EQ(world.call("DeleteLogGroup", R"({"logGroupName":"other"})"),
              "ResourceNotFoundException: The specified log group does not exist.");
  });
}

TEST(Logs, MakeAndListStreams) {
  with_logs([](World& world) {
    world.call("CreateLogGroup", R"({"logGroupName":"g"})");
    for (const char* name : {"b", "a", "ab"}) {
      EXPECT_EQ(world.call("CreateLogStream", Json{{"logGroupName", "g"}, {"logStreamName", name}}.dump()), "{}");
    }
    EXPECT_EQ(world.call("CreateLogStream", R"({"logGroupName":"g","logStreamName":"a"})"),
              "ResourceAlreadyExistsException: The specified log stream already exists");
    EXPECT_EQ(world.call("CreateLogStream", R"({"logGroupName":"none","logStreamName":"a"})"),
              "ResourceNotFoundException: The specified log group does not exist.");
    EXPECT_EQ(world.call("CreateLogStream", R"({"logGroupName":"g","logStreamName":"a:b"})").substr(0, 25),
              "InvalidParameterException");
    const auto names = [&](const std::string& request) {
      std::string all;
      const Json answer = world.json("DescribeLogStreams", request);
      for (const Json& stream : answer.at("logStreams").elements()) all += stream.text("logStreamName") + " ";
      return all + answer.text("nextToken");
    };
    EXPECT_EQ(names(R"({"logGroupName":"g"})"), "a ab b ");
    EXPECT_EQ(names(R"({"logGroupName":"g","descending":true})"), "b ab a ");
    EXPECT_EQ(names(R"({"logGroupName":"g","logStreamNamePrefix":"a"})"), "a ab ");
    EXPECT_EQ(names(R"({"logGroupName":"g","limit":2})"), "a ab 2");
    EXPECT_EQ(names(R"({"logGroupName":"g","limit":2,"nextToken":"2"})"), "b ");
    world.put("ab", "x", 5);
    world.put("b", "x", 1);
    EXPECT_EQ(names(R"({"logGroupName":"g","orderBy":"LastEventTime","descending":true})"), "ab b a ");
  });
}

TEST(Logs, GiveAStreamsEventsPageByPageInBothDirections) {
  with_logs([](World& world) {
    world.groups.ensure("000000000000", "us-east-1", "g", std::nullopt);
    world.call("CreateLogStream", R"({"logGroupName":"g","logStreamName":"s"})");
    world.call("CreateLogStream", R"({"logGroupName":"g","logStreamName":"other"})");
    for (int i = 0; i < 7; ++i) {
      world.put("s", std::string(1, static_cast<char>('a' + i)), i);
      world.put("other", "-", i);
    }
    const auto get = [&](Json more) {
      Json request = {{"logGroupName", "g"}, {"logStreamName", "s"}, {"limit", 3}};
      for (const auto& [name, value] : more.members()) request.set(name, value);
      return world.json("GetLogEvents", request.dump());
    };
    std::string forward;
    Json page = get({{"startFromHead", true}});
    for (int i = 0; i < 4; ++i) {
      forward += World::messages(page) + "|";
      page = get({{"startFromHead", true}, {"nextToken", page.text("nextForwardToken")}});
    }
    EXPECT_EQ(forward, "abc|def|g||");
    EXPECT_EQ(page.text("nextForwardToken"),
              get({{"nextToken", page.text("nextForwardToken")}}).text("nextForwardToken"));
    for (const bool from_head : {false, true}) {  // counts only where there is no token
      std::string backward;
      page = get(Json::object());
      for (int i = 0; i < 4; ++i) {
        backward += World::messages(page) + "|";
        page = get({{"nextToken", page.text("nextBackwardToken")}, {"startFromHead", from_head}});
      }
      EXPECT_EQ(backward, "efg|bcd|a||");
    }
    EXPECT_EQ(World::messages(get({{"startTime", world.now() + 2}, {"endTime", world.now() + 4}})), "cd");
    EXPECT_EQ(world.call("GetLogEvents", R"({"logGroupName":"g","logStreamName":"none"})"),
              "ResourceNotFoundException: The specified log stream does not exist.");
  });
}

TEST(Logs, FilterTheEventsOfAGroup) {
  with_logs([](World& world) {
    world.groups.ensure("000000000000", "us-east-1", "g", std::nullopt);
    for (const char* stream : {"s1", "s2"}) {
      world.call("CreateLogStream", Json{{"logGroupName", "g"}, {"logStreamName", stream}}.dump());
    }
    world.put("s1", "ERROR one;", 1);
    world.put("s2", "INFO two;", 2);
    world.put("s2", "ERROR three;", 3);
    world.put("s1", "ERROR four;", 4);
    const auto filter = [&](Json more) {
      Json request = {{"logGroupName", "g"}};
      for (const auto& [name, value] : more.members()) request.set(name, value);
      return world.json("FilterLogEvents", request.dump());
    };
    EXPECT_EQ(World::messages(filter({{"filterPattern", "ERROR"}})), "ERROR one;ERROR three;ERROR four;");
    EXPECT_EQ(World::messages(filter({{"logStreamNamePrefix", "s2"}})), "INFO two;ERROR three;");
    EXPECT_EQ(World::messages(filter({{"logStreamNames", Json::array({"s1"})}, {"endTime", world.now() + 1}})),
              "ERROR one;");
    EXPECT_EQ(
        World::messages(filter({{"endTime", std::numeric_limits<std::int64_t>::max()}, {"filterPattern", "two"}})),
        "INFO two;");
    const Json page = filter({{"filterPattern", "ERROR"}, {"limit", 2}});
    EXPECT_EQ(World::messages(page), "ERROR one;ERROR three;");
    EXPECT_EQ(
        World::messages(filter({{"filterPattern", "ERROR"}, {"limit", 2}, {"nextToken", page.text("nextToken")}})),
        "ERROR four;");
  });
}

struct PatternCase {
  const char* pattern = "";
  const char* message = "";
  bool matches = false;
};

class UnstructuredPattern : public testing::TestWithParam<PatternCase> {};

TEST_P(UnstructuredPattern, MatchesUnstructuredText) {
  EXPECT_EQ(FilterPattern::parse(GetParam().pattern).matches(GetParam().message), GetParam().matches)
      << GetParam().pattern << " | " << GetParam().message;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, UnstructuredPattern,
    testing::Values(PatternCase{"", "anything", true}, PatternCase{"  ", "anything", true},
                    PatternCase{"ERROR", "an ERROR", true}, PatternCase{"ERROR", "an error", false},
                    PatternCase{"ERROR disk", "disk ERROR", true}, PatternCase{"ERROR disk", "ERROR", false},
                    PatternCase{"?ERROR ?WARN", "WARN", true}, PatternCase{"?ERROR ?WARN", "INFO", false},
                    PatternCase{"ERROR -disk", "ERROR net", true}, PatternCase{"ERROR -disk", "ERROR disk", false},
                    PatternCase{R"("two words")", "here two words", true},
                    PatternCase{R"("two words")", "words two", false},
                    PatternCase{R"(-"two words")", "two words", false},
                    PatternCase{R"("say \"hi\"")", R"(he did say "hi")", true}, PatternCase{"a-b", "a-b", true}));

TEST(FilterPattern, RefusesWhatItDoesNotUnderstand) {
  for (const char* text : {"{ $.level = \"ERROR\" }", "[ip, user]", "%ERR.*%", "\"open"}) {
    EXPECT_THROW(FilterPattern::parse(text), Fault) << text;
  }
}

TEST(Logs, RefuseWhatPutLogEventsMayNotHold) {
  with_logs([](World& world) {
    world.groups.ensure("000000000000", "us-east-1", "g", std::nullopt);
    EXPECT_EQ(world.put("s", "x"), "ResourceNotFoundException: The specified log stream does not exist.");
    world.call("CreateLogStream", R"({"logGroupName":"g","logStreamName":"s"})");
    const auto put = [&](const std::string& events) {
      return world.call("PutLogEvents", R"({"logGroupName":"g","logStreamName":"s","logEvents":)" + events + "}");
    };
    EXPECT_EQ(put("[]").substr(0, 25), "InvalidParameterException");
    EXPECT_EQ(put(R"([{"timestamp":1700000000002,"message":"b"},{"timestamp":1700000000001,"message":"a"}])"),
              "InvalidParameterException: Log events in a single PutLogEvents request must be in chronological order.");
    EXPECT_EQ(put(R"([{"timestamp":1700000000000,"message":")" + std::string(1'048'576, 'x') + "\"}]").substr(0, 25),
              "InvalidParameterException");
    EXPECT_EQ(put(R"([{"timestamp":-1,"message":"a"}])").substr(0, 25), "InvalidParameterException");
    // More than 14 days old, in time, more than 2 hours early: only the second is kept.
    const std::int64_t day = 86'400'000;
    const std::string mixed = fmt::format(
        R"([{{"timestamp":{},"message":"old"}},{{"timestamp":{},"message":"good"}},{{"timestamp":{},"message":"new"}}])",
        world.now() - 15 * day, world.now(), world.now() + day);
    EXPECT_EQ(Json::parse(put(mixed)).at("rejectedLogEventsInfo").dump(),
              R"({"tooNewLogEventStartIndex":2,"tooOldLogEventEndIndex":1})");
    EXPECT_EQ(World::messages(world.json("FilterLogEvents", R"({"logGroupName":"g"})")), "good");
  });
}

TEST(Logs, KeepWhatAHandlerWroteInOrder) {
  with_logs([](World& world) {
    world.groups.append("000000000000", "us-east-1", "g", "s", {"one ", "two "});
    world.groups.append("000000000000", "us-east-1", "g", "s", {"three"});
    const Json events = world.json("GetLogEvents", R"({"logGroupName":"g","logStreamName":"s"})");
    EXPECT_EQ(World::messages(events), "one two three");
    EXPECT_EQ(events.at("events").at(0).at("timestamp").as_int(), world.now());
  });
}

TEST(Logs, ForgetWhatIsOlderThanTheGroupsRetention) {
  with_logs([](World& world) {
    world.groups.append("000000000000", "us-east-1", "g", "s", {"old"});
    world.groups.append("000000000000", "us-east-1", "for ever", "s", {"old"});
    EXPECT_EQ(world.call("PutRetentionPolicy", R"({"logGroupName":"g","retentionInDays":3})"), "{}");
    EXPECT_EQ(world.call("PutRetentionPolicy", R"({"logGroupName":"g","retentionInDays":2})").substr(0, 25),
              "InvalidParameterException");
    ASSERT_TRUE(world.loop.advance_to(loop::test_start() + std::chrono::hours(48), loop::soon()));
    world.groups.append("000000000000", "us-east-1", "g", "s", {"new"});
    EXPECT_EQ(World::messages(world.json("FilterLogEvents", R"({"logGroupName":"g"})")), "oldnew");
    ASSERT_TRUE(world.loop.advance_to(loop::test_start() + std::chrono::hours(74), loop::soon()));
    EXPECT_EQ(World::messages(world.json("FilterLogEvents", R"({"logGroupName":"g"})")), "new");
    EXPECT_EQ(World::messages(world.json("FilterLogEvents", R"({"logGroupName":"for ever"})")), "old");
    const Json group = world.json("DescribeLogGroups", R"({"logGroupNamePrefix":"g"})").at("logGroups").at(0);
    EXPECT_EQ(group.at("retentionInDays").as_int(), 3);
    EXPECT_EQ(group.at("storedBytes").as_int(), 3 + 26);
    EXPECT_EQ(world.call("DeleteRetentionPolicy", R"({"logGroupName":"g"})"), "{}");
    EXPECT_FALSE(world.json("DescribeLogGroups", R"({"logGroupNamePrefix":"g"})")
                     .at("logGroups")
                     .at(0)
                     .contains("retentionInDays"));
  });
}

TEST(Logs, AreThereAfterARestartAtTheSameWorldTime) {
  const store::TemporaryDirectory directory;
  for (const char* expected : {"x", "xx"}) {
    loop::on_virtual_loop([&](loop::Loop& loop) {
      World world(loop, {.directory = directory / "store"});
      world.groups.append("000000000000", "us-east-1", "g", "s", {"x"});
      EXPECT_EQ(World::messages(world.json("FilterLogEvents", R"({"logGroupName":"g"})")), expected);
    });
  }
}

TEST(Logs, OutliveADiskThatIsFull) {
  const store::TemporaryDirectory directory;
  faults::Plan plan(1);
  const faults::Vfs vfs("logs-faulty", plan);
  loop::on_virtual_loop([&](loop::Loop& loop) {
    World world(loop, {.directory = directory / "store", .vfs = vfs.name()});
    world.groups.ensure("000000000000", "us-east-1", "g", 1);
    world.groups.append("000000000000", "us-east-1", "g", "s", {"old"});
    plan.add({.call = faults::Call::kWrite, .failure = faults::Failure::kFull});
    EXPECT_THROW(world.groups.append("000000000000", "us-east-1", "g", "s", {"lost"}), store::WriteError);
    // The hour strikes while nothing can be written, and again when it can.
    ASSERT_TRUE(loop.advance_to(loop::test_start() + std::chrono::hours(26), loop::soon()));
    EXPECT_EQ(World::messages(world.json("FilterLogEvents", R"({"logGroupName":"g"})")), "old");
    plan.clear();
    ASSERT_TRUE(loop.advance_to(loop::test_start() + std::chrono::hours(28), loop::soon()));
    EXPECT_EQ(World::messages(world.json("FilterLogEvents", R"({"logGroupName":"g"})")), "");
  });
}

}  // namespace
}  // namespace logs
