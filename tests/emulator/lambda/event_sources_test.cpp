#include "emulator/lambda/event_sources.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "base/text.h"
#include "emulator/lambda/errors.h"
#include "emulator/loop/on_loop.h"
#include "emulator/store/temporary_directory.h"

namespace lambda_service {
namespace event_sources_test {

using base::Json;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kQueue = "arn:aws:sqs:us-east-1:000000000000:orders";
constexpr const char* kGrave = "arn:aws:sqs:us-east-1:000000000000:dead";
constexpr const char* kFunction = "arn:aws:lambda:us-east-1:000000000000:function:f";

// Writes down each batch's bodies, a line a batch. A body "bad…" is a failed item; "boom" is the handler's error.
constexpr const char* kBootstrap = R"(#!/usr/bin/python3 -ISB
import http.client, json, os
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
def call(method, path, body=None):
    api.request(method, "/2018-06-01/runtime/" + path, body)
    answer = api.getresponse()
    return answer.headers, answer.read()
while True:
    headers, event = call("GET", "invocation/next")
    records = json.loads(event)["Records"]
    bodies = [record["body"] for record in records]
    with open(os.environ["SEEN"], "a") as seen:
        seen.write(",".join(bodies) + "\n")
    request = "invocation/" + headers["Lambda-Runtime-Aws-Request-Id"]
    if "boom" in bodies:
        call("POST", request + "/error", json.dumps({"errorType": "Boom", "errorMessage": "boom"}))
    else:
        failed = [{"itemIdentifier": r["messageId"]} for r in records if r["body"].startswith("bad")]
        call("POST", request + "/response", json.dumps({"batchItemFailures": failed}))
)";

struct EventSourcesTest : ::testing::Test {
  store::TemporaryDirectory directory = {};
  std::optional<int> reserved_concurrency = {};

  struct World {
    loop::Loop& loop;
    store::Store store;
    delivery::Deliveries deliveries;
    iam::Access access{"000000000000", "us-east-1"};
    sqs::Queues queues;
    Functions functions;
    EventSources sources;
    std::string seen_file = {};
    World(loop::Loop& l, const store::TemporaryDirectory& directory)
        : loop(l),
          store(loop, {.directory = directory / "store"}),
          deliveries(loop, store),
          queues(loop, store),
          functions(loop, store, deliveries, access,
                    {.data_directory = directory.path(), .log = [](const auto&, const auto&, const auto&) {}}),
          sources(loop, store, queues, functions),
          seen_file(directory / "seen") {}

    void send(const std::vector<std::string>& bodies) {
      std::vector<sqs::Outgoing> messages;
      for (const std::string& body : bodies) messages.push_back({.message = {.body = body}});
      queues.send(kQueue, std::move(messages));
    }
    void settle() { ASSERT_TRUE(loop.settle(loop::soon())); }
    std::vector<std::string> seen() const {
      std::ifstream file(seen_file);
      std::vector<std::string> lines;
      for (std::string line; std::getline(file, line);) lines.push_back(line);
      return lines;
    }
    std::size_t left(const char* queue = kQueue) {
      const auto counts = queues.status(queue).counts;
      return counts.visible + counts.in_flight + counts.delayed;
    }
  };

  void open(const std::function<void(World&)>& body) {
    std::ofstream(directory / "bootstrap") << kBootstrap;
    ::chmod((directory / "bootstrap").c_str(), 0755);
    loop::on_virtual_loop([&](loop::Loop& loop) {
      World world(loop, directory);
      world.queues.ensure({.name = "dead", .account = "000000000000", .region = "us-east-1"});
      world.queues.ensure({.name = "orders",
                           .account = "000000000000",
                           .region = "us-east-1",
                           .dead_letter_arn = kGrave,
                           .maximum_receives = 2});
      world.functions.put({.account = "000000000000",
                           .region = "us-east-1",
                           .name = "f",
                           .arn = kFunction,
                           .role = "arn:aws:iam::000000000000:role/f",
                           .code_directory = directory.path(),
                           .timeout_seconds = 20,
                           .reserved_concurrency = reserved_concurrency,
                           .environment = {{"SEEN", directory / "seen"}}});
      body(world);
      world.functions.shut_down();
    });
  }
};

using Lines = std::vector<std::string>;

TEST_F(EventSourcesTest, MessagesGoToTheHandlerInBatchesAndAreDeleted) {
  open([](World& world) {
    world.sources.ensure({.queue_arn = kQueue, .function_arn = kFunction, .batch_size = 2});
    world.settle();
    EXPECT_TRUE(world.loop.quiescent()) << "a poller that has nothing to do";
    world.send({"a", "b", "c"});
    EXPECT_TRUE(world.seen().empty()) << "before the clock is told to go";
    world.settle();
    EXPECT_EQ(world.seen(), (Lines{"a,b", "c"}));
    EXPECT_EQ(world.left(), 0U);
  });
}

TEST_F(EventSourcesTest, FailedBatchComesAgainWhenItsVisibilityEndsAndGoesToTheDeadLetterQueueInTheEnd) {
  open([](World& world) {
    world.sources.ensure({.queue_arn = kQueue, .function_arn = kFunction});
    world.send({"a", "boom"});
    const auto start = world.loop.now();
    world.settle();
    EXPECT_EQ(world.seen(), (Lines{"a,boom", "a,boom"}));
    EXPECT_EQ(world.loop.now(), start + seconds(60));
    EXPECT_EQ(world.left(), 0U);
    EXPECT_EQ(world.left(kGrave), 2U);
  });
}

TEST_F(EventSourcesTest, OnlyTheItemsThatTheHandlerNamesComeAgain) {
  open([](World& world) {
    world.sources.ensure({.queue_arn = kQueue, .function_arn = kFunction, .report_batch_item_failures = true});
    world.send({"good", "bad"});
    world.settle();
    EXPECT_EQ(world.seen(), (Lines{"good,bad", "bad"}));
    EXPECT_EQ(world.left(kGrave), 1U);
  });
}

TEST_F(EventSourcesTest, WithoutReportingTheAnswerDoesNotMatter) {
  open([](World& world) {
    world.sources.ensure({.queue_arn = kQueue, .function_arn = kFunction});
    world.send({"bad"});
    world.settle();
    EXPECT_EQ(world.seen(), (Lines{"bad"}));
    EXPECT_EQ(world.left() + world.left(kGrave), 0U);
  });
}

TEST_F(EventSourcesTest, BatchingWindowGathersWhatComesMeanwhile) {
  open([](World& world) {
    world.sources.ensure(
        {.queue_arn = kQueue, .function_arn = kFunction, .batch_size = 3, .batching_window = seconds(20)});
    world.send({"a"});
    ASSERT_TRUE(world.loop.advance_to(world.loop.now() + seconds(10), loop::soon()));
    EXPECT_TRUE(world.seen().empty());
    world.send({"b"});
    ASSERT_TRUE(world.loop.advance_to(world.loop.now() + seconds(60), loop::soon()));
    EXPECT_EQ(world.seen(), (Lines{"a,b"}));
    world.send({"c", "d", "e"});
    ASSERT_TRUE(world.loop.advance_to(world.loop.now() + seconds(1), loop::soon()));
    EXPECT_EQ(world.seen(), (Lines{"a,b", "c,d,e"})) << "full before its window is over";
  });
}

TEST_F(EventSourcesTest, BatchingWindowLongerThanTheVisibilityEndsBeforeAMessageComesTwice) {
  open([](World& world) {
    world.sources.ensure(
        {.queue_arn = kQueue, .function_arn = kFunction, .batch_size = 3, .batching_window = seconds(60)});
    world.send({"a"});
    world.settle();
    EXPECT_EQ(world.seen(), (Lines{"a"}));
    EXPECT_EQ(world.left(), 0U);
  });
}

TEST_F(EventSourcesTest, WhatTheFilterDoesNotLetThroughIsDeletedUnseen) {
  open([](World& world) {
    EventSource source{.queue_arn = kQueue, .function_arn = kFunction, .batch_size = 2};
    source.filter = MessageFilter::parse({{"Filters", Json::array({{{"Pattern", R"({"body":[{"prefix":"a"}]})"}}})}});
    world.sources.ensure(source);
    world.send({"a1", "x1", "x2", "a2", "a3"});
    world.settle();
    EXPECT_EQ(world.seen(), (Lines{"a1", "a2", "a3"})) << "a batch is what is left of it";
    EXPECT_EQ(world.left() + world.left(kGrave), 0U);
  });
}

TEST_F(EventSourcesTest, DisabledSourceLeavesMessagesWhereTheyAre) {
  open([](World& world) {
    EventSource source{.queue_arn = kQueue, .function_arn = kFunction, .enabled = false};
    world.sources.ensure(source);
    world.send({"a"});
    world.settle();
    EXPECT_TRUE(world.seen().empty());
    source.enabled = true;
    world.sources.ensure(source);
    world.settle();
    EXPECT_EQ(world.seen(), (Lines{"a"}));
  });
}

// V020: what a function has no room for waits in its queue.
TEST_F(EventSourcesTest, FunctionWithoutRoomIsAskedAgainWhileTheMessagesAreHidden) {
  reserved_concurrency = 0;
  open([](World& world) {
    world.sources.ensure({.queue_arn = kQueue, .function_arn = kFunction});
    world.send({"a"});
    ASSERT_TRUE(world.loop.advance_to(world.loop.now() + seconds(10), loop::soon()));
    EXPECT_EQ(world.queues.status(kQueue).counts.in_flight, 1U);
    Function with_room = *world.functions.find_by_arn(kFunction);
    with_room.reserved_concurrency = 1;
    world.functions.put(with_room);
    ASSERT_TRUE(world.loop.advance_to(world.loop.now() + seconds(10), loop::soon()));
    EXPECT_EQ(world.seen(), (Lines{"a"})) << "before its visibility of 30 s was over";
    EXPECT_EQ(world.left(), 0U);
  });
}

TEST_F(EventSourcesTest, FifoGroupIsWithOneBatchAtATimeAndKeepsItsOrderWhenItFails) {
  open([](World& world) {
    const std::string fifo = std::string(kQueue) + ".fifo";
    world.queues.ensure({.name = "orders.fifo",
                         .account = "000000000000",
                         .region = "us-east-1",
                         .fifo = true,
                         .content_based_deduplication = true});
    world.sources.ensure(
        {.queue_arn = fifo, .function_arn = kFunction, .batch_size = 2, .report_batch_item_failures = true});
    for (const char* body : {"a", "boom", "c", "d"}) {
      world.queues.send(fifo, {.message = {.body = body, .group = "g"}});
    }
    ASSERT_TRUE(world.loop.advance_to(world.loop.now() + seconds(20), loop::soon()));
    EXPECT_EQ(world.seen(), (Lines{"a,boom"})) << "what comes behind waits";
    ASSERT_TRUE(world.loop.advance_to(world.loop.now() + seconds(20), loop::soon()));
    EXPECT_EQ(world.seen(), (Lines{"a,boom", "a,boom"}));
  });
}

TEST_F(EventSourcesTest, MappingsOutliveARestartAndThoseOfTheTemplateGoWithIt) {
  std::string made;
  open([&](World& world) {
    world.sources.ensure({.queue_arn = kGrave, .function_arn = kFunction});
    made = world.sources.create({.queue_arn = kQueue, .function_arn = kFunction, .batch_size = 2}).uuid;
    EXPECT_EQ(world.sources.list().size(), 2U);
  });
  open([&](World& world) {
    world.sources.start();  // no template asked for anything
    ASSERT_EQ(world.sources.list().size(), 1U);
    EXPECT_EQ(world.sources.get(made).batch_size, 2);
    world.send({"a", "b", "c"});
    world.settle();
    EXPECT_EQ(world.seen(), (Lines{"a,b", "c"}));
    world.sources.remove(made);
    world.send({"d"});
    world.settle();
    EXPECT_EQ(world.seen(), (Lines{"a,b", "c"}));
  });
}

TEST_F(EventSourcesTest, SettingsAreCheckedAsLambdaChecksThem) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"BatchSize": 11})", "Maximum batch window in seconds must be greater than 0"},
      {R"({"BatchSize": 0})", "BatchSize must be"},
      {R"({"ScalingConfig": {"MaximumConcurrency": 1}})", "ScalingConfig.MaximumConcurrency must be"},
      {R"({"FunctionResponseTypes": ["Other"]})", "ReportBatchItemFailures only"},
      {R"({"FilterCriteria": {"Filters": [{"Pattern": "{}"}]}})", "Invalid filter pattern definition"},
      {R"({"StartingPosition": "LATEST"})", "StartingPosition is not supported"},
  };
  for (const auto& [body, sentence] : cases) {
    EventSource source{.queue_arn = kQueue};
    try {
      apply_settings(Json::parse(body), source);
      ADD_FAILURE() << "taken: " << body;
    } catch (const Fault& fault) {
      EXPECT_NE(fault.message.find(sentence), std::string::npos) << fault.message;
    }
  }
  EventSource fifo{.queue_arn = std::string(kQueue) + ".fifo"};
  EXPECT_THROW(apply_settings(Json::parse(R"({"MaximumBatchingWindowInSeconds": 1})"), fifo), Fault);
}

}  // namespace event_sources_test
}  // namespace lambda_service
