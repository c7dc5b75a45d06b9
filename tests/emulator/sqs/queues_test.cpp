#include "emulator/sqs/queues.h"

#include "emulator/sqs/world.h"

namespace sqs {
namespace queues_test {

using base::Json;
using std::chrono::hours;

void make(World::Open& world, const QueueDescription& settings) {
  QueueDescription description = settings;
  if (description.name.empty()) description.name = "orders";
  description.account = "000000000000";
  description.region = "us-east-1";
  world.queues.ensure(description);
}

std::vector<std::string> bodies(const std::vector<Delivery>& deliveries) {
  std::vector<std::string> result;
  for (const Delivery& delivery : deliveries) result.push_back(delivery.message.body);
  return result;
}

Outgoing text(std::string body) { return {.message = {.body = std::move(body)}}; }

TEST(Queues, MessagesSurviveARestartInOrderAndThoseInFlightStayHiddenUntilTheirVisibilityEnds) {
  World world;
  std::string receipt;
  world.open([&](World::Open& open) {
    make(open, {});
    for (const char* body : {"a", "b", "c"}) open.queues.send(kOrdersArn, text(body));
    const auto received = open.queues.receive(kOrdersArn, {.messages = 2});
    EXPECT_EQ(bodies(received), (std::vector<std::string>{"a", "b"}));
    receipt = received[1].receipt;
  });
  world.open([&](World::Open& open) {
    open.pass(seconds(10));
    EXPECT_EQ(bodies(open.queues.receive(kOrdersArn, {.messages = 10, .visibility = seconds(100)})),
              std::vector<std::string>{"c"});
    // Its receipt is still good.
    EXPECT_FALSE(open.queues.remove(kOrdersArn, {receipt}).at(0));
  });
  world.open([&](World::Open& open) {
    open.pass(seconds(20));
    const auto again = open.queues.receive(kOrdersArn, {.messages = 10});
    ASSERT_EQ(bodies(again), std::vector<std::string>{"a"});
    EXPECT_EQ(again[0].place.receives, 2U);
  });
}

TEST(Queues, MessageReceivedTooOftenGoesToTheDeadLetterQueueWithItsIdAndAge) {
  World world;
  world.open([&](World::Open& open) {
    make(open, {.name = "dead"});
    make(open, {.visibility_timeout = seconds(30),
                .dead_letter_arn = "arn:aws:sqs:us-east-1:000000000000:dead",
                .maximum_receives = 2});
    const Sent sent = open.queues.send(kOrdersArn, text("poison"));
    const auto start = open.loop.now();
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(open.queues.receive(kOrdersArn, {}).size(), 1U);
      open.pass(seconds(30));
    }
    EXPECT_TRUE(open.queues.receive(kOrdersArn, {}).empty());
    const auto dead = open.queues.receive("arn:aws:sqs:us-east-1:000000000000:dead", {});
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].message.id, sent.id);
    EXPECT_EQ(dead[0].message.dead_letter_source, kOrdersArn);
    EXPECT_EQ(dead[0].place.sent, start);
    EXPECT_EQ(dead[0].place.receives, 3U);
  });
  world.open([&](World::Open& open) { EXPECT_EQ(open.queues.status(kOrdersArn).counts.visible, 0U); });
}

TEST(Queues, WithoutItsDeadLetterQueueAMessageStays) {
  World world;
  world.open([&](World::Open& open) {
    make(open, {.dead_letter_arn = "arn:aws:sqs:us-east-1:000000000000:gone", .maximum_receives = 1});
    open.queues.send(kOrdersArn, text("a"));
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(open.queues.receive(kOrdersArn, {.visibility = seconds(0)}).size(), 1U);
    }
  });
}

TEST(Queues, ReceiptFromBeforeALaterReceiveDeletesNothing) {
  World world;
  world.open([&](World::Open& open) {
    make(open, {});
    open.queues.send(kOrdersArn, text("a"));
    const auto first = open.queues.receive(kOrdersArn, {});
    open.pass(seconds(30));
    const auto second = open.queues.receive(kOrdersArn, {});
    EXPECT_FALSE(open.queues.remove(kOrdersArn, {first.at(0).receipt}).at(0));
    open.pass(seconds(30));
    EXPECT_EQ(open.queues.status(kOrdersArn).counts.visible, 1U);
    // The latest one deletes, also when the visibility is over.
    EXPECT_FALSE(open.queues.remove(kOrdersArn, {second.at(0).receipt}).at(0));
    EXPECT_EQ(open.queues.status(kOrdersArn).counts.visible, 0U);
    EXPECT_FALSE(open.queues.remove(kOrdersArn, {second.at(0).receipt}).at(0)) << "a second delete is no fault";
  });
}

TEST(Queues, VisibilityChangesByAReceiptAndNeverBeyondTwelveHours) {
  World world;
  world.open([&](World::Open& open) {
    make(open, {});
    open.queues.send(kOrdersArn, text("a"));
    const std::string receipt = open.queues.receive(kOrdersArn, {}).at(0).receipt;
    EXPECT_FALSE(open.queues.change_visibility(kOrdersArn, receipt, seconds(3'600)));
    open.pass(seconds(3'599));
    EXPECT_EQ(open.queues.status(kOrdersArn).counts.in_flight, 1U);
    const auto too_long = open.queues.change_visibility(kOrdersArn, receipt, hours(12));
    ASSERT_TRUE(too_long);
    EXPECT_EQ(too_long->query_code, "InvalidParameterValue");
    EXPECT_FALSE(open.queues.change_visibility(kOrdersArn, receipt, seconds(0)));
    EXPECT_EQ(open.queues.status(kOrdersArn).counts.visible, 1U);
    EXPECT_FALSE(open.queues.change_visibility(kOrdersArn, receipt, seconds(1))) << "its time was over: hidden again";
    EXPECT_EQ(open.queues.status(kOrdersArn).counts.visible, 0U);
    EXPECT_EQ(open.queues.change_visibility(kOrdersArn, "junk", seconds(1))->code, "ReceiptHandleIsInvalid");
  });
}

TEST(Queues, LongPollEndsWhenAMessageComesAndWhenItsTimeIsOver) {
  World world;
  world.virtual_start.reset();  // it is the clock on the wall that it waits for
  world.open([&](World::Open& open) {
    make(open, {.receive_wait = seconds(20)});
    std::vector<std::string> got;
    loop::Fiber poller =
        open.loop.spawn("poller", [&] { got = bodies(open.queues.receive(kOrdersArn, {.messages = 10})); });
    open.loop.yield();
    EXPECT_FALSE(poller.done());
    open.queues.send(kOrdersArn, text("a"));
    ASSERT_TRUE(poller.join(loop::soon()));
    EXPECT_EQ(got, std::vector<std::string>{"a"});
    EXPECT_TRUE(open.queues.receive(kOrdersArn, {.wait = seconds(1)}).empty());
  });
}

TEST(Queues, LongPollEndsWithAFaultWhenItsQueueGoes) {
  World world;
  world.virtual_start.reset();
  world.open([&](World::Open& open) {
    make(open, {.receive_wait = seconds(20)});
    std::string code;
    loop::Fiber poller = open.loop.spawn("poller", [&] {
      try {
        open.queues.receive(kOrdersArn, {});
      } catch (const protocol::Fault& fault) {
        code = fault.code;
      }
    });
    open.loop.yield();
    open.queues.remove_queue(kOrdersArn);
    ASSERT_TRUE(poller.join(loop::soon()));
    EXPECT_EQ(code, "QueueDoesNotExist");
  });
}

TEST(Queues, UnderAVirtualClockALongPollDoesNotWait) {
  World world;
  world.open([&](World::Open& open) {
    make(open, {.receive_wait = seconds(20)});
    const auto before = open.loop.now();
    EXPECT_TRUE(open.queues.receive(kOrdersArn, {}).empty());
    EXPECT_EQ(open.loop.now(), before);
    EXPECT_TRUE(open.loop.quiescent());
  });
}

TEST(Queues, MessageInFlightKeepsTheWorldFromRestingAndASettleBringsItBack) {
  World world;
  world.open([&](World::Open& open) {
    make(open, {});
    open.queues.send(kOrdersArn, text("a"));
    EXPECT_TRUE(open.loop.quiescent()) << "a message that waits for nobody";
    const auto start = open.loop.now();
    open.queues.receive(kOrdersArn, {});
    EXPECT_FALSE(open.loop.quiescent());
    ASSERT_TRUE(open.loop.settle(loop::soon()));
    EXPECT_EQ(open.loop.now(), start + seconds(30));
    EXPECT_EQ(open.queues.status(kOrdersArn).counts.visible, 1U);
  });
}

TEST(Queues, ExpiredMessagesGoOnceAnHourWhetherSomebodyAsksOrNot) {
  World world;
  world.open([&](World::Open& open) {
    make(open, {.retention = seconds(60)});
    open.queues.send(kOrdersArn, text("a"));
    open.pass(hours(2));
    EXPECT_EQ(open.queues.status(kOrdersArn).counts.visible, 0U);
    EXPECT_EQ(open.store.count(open.store.space("sqs/message"), ""), 0U);
    EXPECT_EQ(open.store.count(open.store.space("sqs/place"), ""), 0U);
  });
}

TEST(Queues, PurgeEmptiesTheQueueAndIsAllowedOnceAMinute) {
  World world;
  world.open([&](World::Open& open) {
    make(open, {});
    open.queues.send(kOrdersArn, {text("a"), text("b")});
    open.queues.receive(kOrdersArn, {});
    open.queues.purge(kOrdersArn);
    const auto counts = open.queues.status(kOrdersArn).counts;
    EXPECT_EQ(counts.visible + counts.in_flight, 0U);
    EXPECT_TRUE(open.loop.quiescent());
    EXPECT_THROW(open.queues.purge(kOrdersArn), protocol::Fault);
    open.pass(seconds(60));
    EXPECT_NO_THROW(open.queues.purge(kOrdersArn));
  });
}

TEST(Queues, QueueMadeAgainUnderItsOldNameHasNoneOfTheOldMessages) {
  World world;
  world.open([&](World::Open& open) {
    make(open, {});
    open.queues.send(kOrdersArn, text("old"));
    open.queues.remove_queue(kOrdersArn);
    EXPECT_FALSE(open.queues.find(kOrdersArn));
    make(open, {});
    EXPECT_TRUE(open.queues.receive(kOrdersArn, {}).empty());
  });
  world.open([&](World::Open& open) { EXPECT_TRUE(open.queues.receive(kOrdersArn, {}).empty()); });
}

TEST(Queues, DeliveryBecomesAMessageWithStringAttributes) {
  World world;
  world.open([&](World::Open& open) {
    make(open, {});
    const delivery::Target target = open.queues.delivery_target();
    const Json attributes{{"messageAttributes", Json{{"RequestID", "r1"}}}};
    EXPECT_EQ(
        target.deliver({.target = kOrdersArn, .source = "arn:aws:sns:x", .payload = "{}", .attributes = attributes})
            .kind,
        delivery::Outcome::Kind::kTaken);
    EXPECT_EQ(target.deliver({.target = "arn:aws:sqs:us-east-1:000000000000:none", .payload = "{}"}).kind,
              delivery::Outcome::Kind::kRefused);
    EXPECT_EQ(target.deliver({.target = kOrdersArn, .payload = std::string(1'048'577, 'x')}).kind,
              delivery::Outcome::Kind::kRefused);
    const auto received = open.queues.receive(kOrdersArn, {});
    ASSERT_EQ(received.size(), 1U);
    EXPECT_EQ(received[0].message.attributes.at("RequestID").value, "r1");
    EXPECT_EQ(received[0].message.sender, "arn:aws:sns:x");
  });
}

}  // namespace queues_test
}  // namespace sqs
