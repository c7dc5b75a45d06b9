#include "emulator/delivery/deliveries.h"

#include <gtest/gtest.h>

#include "emulator/loop/on_loop.h"
#include "emulator/store/temporary_directory.h"

namespace delivery {
namespace deliveries_test {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kFunction = "arn:aws:lambda:us-east-1:000000000000:function:f";
constexpr const char* kGrave = "arn:aws:sqs:us-east-1:000000000000:dead";

struct Attempt {
  std::string payload = {};
  std::string id = {};
  int attempts = 0;
  seconds after{0};  // since the test began
};

struct DeliveriesTest : ::testing::Test {
  store::TemporaryDirectory directory = {};
  TimePoint now = loop::test_start();
  std::function<Outcome(const Message&)> function = [](const Message&) { return taken(); };
  RetryPolicy policy = {.delays = {minutes(1), minutes(2)}};
  std::function<Message(const Message&, const std::string&)> bury = {};
  std::vector<Attempt> attempts = {};
  std::vector<Message> buried = {};

  struct Open {
    loop::Loop& loop;
    store::Store store;
    Deliveries deliveries;
    Open(loop::Loop& l, const std::string& path) : loop(l), store(loop, {.directory = path}), deliveries(loop, store) {}
    void send(Message message) {
      store::Transaction transaction(store);
      deliveries.send(transaction, std::move(message));
      transaction.commit();
    }
    void settle() { ASSERT_TRUE(loop.settle(loop::soon())); }
    void pass(Duration duration) { ASSERT_TRUE(loop.advance_to(loop.now() + duration, loop::soon())); }
    std::size_t stored() { return store.count(store.space("delivery/message"), ""); }
  };

  // `body` with deliveries to a function, which does as the test says, and to a queue, which takes everything.
  void open(const std::function<void(Open&)>& body) {
    loop::on_loop({.virtual_start = now}, [&](loop::Loop& loop) {
      Open opened(loop, directory.path());
      opened.deliveries.add_target({.arn_prefix = "arn:aws:lambda:",
                                    .policy = policy,
                                    .deliver =
                                        [&](const Message& message) {
                                          const auto after = loop.now() - loop::test_start();
                                          attempts.push_back({message.payload, message.id, message.attempts,
                                                              std::chrono::duration_cast<seconds>(after)});
                                          return function(message);
                                        },
                                    .bury = bury});
      opened.deliveries.add_target({.arn_prefix = "arn:aws:sqs:", .deliver = [&](const Message& message) {
                                      buried.push_back(message);
                                      return taken();
                                    }});
      opened.deliveries.start();
      body(opened);
      now = loop.now();
    });
  }

  std::vector<seconds> times() const {
    std::vector<seconds> result;
    for (const Attempt& attempt : attempts) result.push_back(attempt.after);
    return result;
  }
};

using Times = std::vector<seconds>;

TEST_F(DeliveriesTest, MessageIsTakenOnceAndThenForgotten) {
  open([&](Open& open) {
    open.send({.target = kFunction, .source = "s", .payload = "p"});
    EXPECT_EQ(open.deliveries.pending(), 1U);
    EXPECT_TRUE(attempts.empty()) << "before the clock is told to go";
    open.settle();
    ASSERT_EQ(attempts.size(), 1U);
    EXPECT_EQ(attempts[0].payload, "p");
    EXPECT_EQ(attempts[0].attempts, 0);
    EXPECT_EQ(open.deliveries.pending(), 0U);
    EXPECT_EQ(open.stored(), 0U);
  });
}

TEST_F(DeliveriesTest, NothingIsSentWhereTheTransactionIsNotCommitted) {
  open([&](Open& open) {
    {
      store::Transaction transaction(open.store);
      open.deliveries.send(transaction, {.target = kFunction});
    }
    open.settle();
    EXPECT_TRUE(attempts.empty());
    EXPECT_EQ(open.deliveries.pending(), 0U);
  });
}

TEST_F(DeliveriesTest, AnAttemptThatRunsWhenTheyStopIsCancelledAndMadeAgainAtTheNextStart) {
  loop::Signal* never = nullptr;
  function = [&](const Message&) {
    if (never) never->wait();
    return taken();
  };
  open([&](Open& open) {
    loop::Signal signal(open.loop);
    never = &signal;
    for (const char* payload : {"first", "second"}) open.send({.target = kFunction, .payload = payload});
    EXPECT_FALSE(open.loop.settle(loop::Deadline::real_in(std::chrono::milliseconds(20))));
    EXPECT_EQ(attempts.size(), 1U);  // it is busy, so the clock does not get to the other one
    open.deliveries.stop();
    EXPECT_EQ(signal.waiting(), 0U);
    EXPECT_EQ(open.stored(), 2U);
    never = nullptr;
  });
  open([&](Open& open) {
    open.settle();
    EXPECT_EQ(attempts.size(), 3U);
    EXPECT_EQ(open.stored(), 0U);
  });
}

TEST_F(DeliveriesTest, FailedMessageIsTriedAgainAfterEachDelayUnderTheSameId) {
  function = [this](const Message&) { return attempts.size() < 3 ? retry("not yet") : taken(); };
  open([&](Open& open) {
    open.send({.target = kFunction, .payload = "p", .dead_letter = kGrave});
    open.settle();
    EXPECT_EQ(times(), (Times{seconds(0), minutes(1), minutes(3)}));
    EXPECT_EQ(attempts[0].id, attempts[2].id);
    EXPECT_EQ(attempts[2].attempts, 2);
    EXPECT_TRUE(buried.empty());
    EXPECT_EQ(open.stored(), 0U);
  });
}

TEST_F(DeliveriesTest, WhenTheDelaysAreUsedUpItGoesToItsDeadLetterTarget) {
  function = [](const Message&) { return retry("broken"); };
  bury = [](const Message& message, const std::string& reason) {
    Message made = message;
    made.attributes = base::Json{{"why", reason}};
    return made;
  };
  open([&](Open& open) {
    open.send({.target = kFunction, .source = "src", .payload = "p", .dead_letter = kGrave});
    open.settle();
    EXPECT_EQ(times(), (Times{seconds(0), minutes(1), minutes(3)}));
    ASSERT_EQ(buried.size(), 1U);
    EXPECT_EQ(buried[0].target, kGrave);
    EXPECT_EQ(buried[0].source, "src");
    EXPECT_EQ(buried[0].payload, "p");
    EXPECT_EQ(buried[0].dead_letter, "");
    EXPECT_EQ(buried[0].attributes.text("why"), "broken");
    EXPECT_EQ(open.stored(), 0U);
  });
}

TEST_F(DeliveriesTest, RefusedMessageIsNotTriedAgain) {
  function = [](const Message&) { return refused("never"); };
  open([&](Open& open) {
    open.send({.target = kFunction, .payload = "with a grave", .dead_letter = kGrave});
    open.send({.target = kFunction, .payload = "without"});
    open.send({.target = "arn:aws:nobody:x", .payload = "to nobody", .dead_letter = kGrave});
    open.settle();
    EXPECT_EQ(attempts.size(), 2U);
    EXPECT_EQ(buried.size(), 2U);
    EXPECT_EQ(open.deliveries.pending(), 0U);
    EXPECT_EQ(open.stored(), 0U);
  });
}

TEST_F(DeliveriesTest, TargetWithoutRoomIsAskedLessAndLessOftenAndThatIsNoAttempt) {
  function = [this](const Message&) { return attempts.size() < 5 ? later("no room") : taken(); };
  open([&](Open& open) {
    open.send({.target = kFunction});
    open.settle();
    EXPECT_EQ(times(), (Times{seconds(0), seconds(1), seconds(3), seconds(7), seconds(15)}));
    for (const Attempt& attempt : attempts) EXPECT_EQ(attempt.attempts, 0);
  });
}

TEST_F(DeliveriesTest, TargetWithoutRoomForTooLongLosesTheMessageToItsDeadLetterTarget) {
  policy = {.delays = {}, .max_age = minutes(10)};
  function = [](const Message&) { return later("no room"); };
  open([&](Open& open) {
    open.send({.target = kFunction, .dead_letter = kGrave});
    open.settle();
    EXPECT_EQ(buried.size(), 1U);
    EXPECT_GE(open.loop.now() - loop::test_start(), minutes(10));
    EXPECT_LT(open.loop.now() - loop::test_start(), minutes(20));
  });
}

TEST_F(DeliveriesTest, AfterARestartItGoesOnWhereItWas) {
  function = [](const Message&) { return retry("down"); };
  open([&](Open& open) {
    open.send({.target = kFunction, .payload = "p", .dead_letter = kGrave});
    open.pass(seconds(1));  // the first attempt
    ASSERT_EQ(attempts.size(), 1U);
    open.send({.target = kFunction, .payload = "q"});  // not tried yet
  });
  function = [](const Message&) { return taken(); };
  open([&](Open& open) {
    EXPECT_EQ(open.deliveries.pending(), 2U);
    open.settle();
    ASSERT_EQ(attempts.size(), 3U);
    EXPECT_EQ(attempts[1].payload, "q");
    EXPECT_EQ(attempts[2].payload, "p");
    EXPECT_EQ(attempts[2].after, minutes(1));
    EXPECT_EQ(attempts[2].attempts, 1);
    EXPECT_EQ(attempts[2].id, attempts[0].id);
    EXPECT_EQ(open.stored(), 0U);
    // Keys go on behind the old ones.
    open.send({.target = kFunction, .payload = "r"});
    open.settle();
    EXPECT_EQ(attempts.back().payload, "r");
  });
}

TEST_F(DeliveriesTest, DeliveryMayWaitAndTheWorldDoesNotRestMeanwhile) {
  open([&](Open& open) {
    loop::Signal changed(open.loop);
    bool may_go = false;
    std::vector<std::string> done;
    function = [&](const Message& message) {
      changed.notify_all();
      while (!may_go) changed.wait(loop::soon());
      done.push_back(message.payload);
      return taken();
    };
    open.send({.target = kFunction, .payload = "slow"});
    open.loop.spawn("clock", [&] { open.loop.settle(loop::soon()); });
    while (attempts.empty()) ASSERT_TRUE(changed.wait(loop::soon()));
    EXPECT_FALSE(open.loop.quiescent());
    may_go = true;
    changed.notify_all();
    open.send({.target = kFunction, .payload = "next"});
    open.settle();
    EXPECT_EQ(done, (std::vector<std::string>{"slow", "next"}));
  });
}

}  // namespace deliveries_test
}  // namespace delivery
