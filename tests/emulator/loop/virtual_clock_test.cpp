#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/emulator/loop/on_loop.h"

namespace loop {
namespace {

using namespace std::chrono_literals;
using Log = std::vector<std::string>;

TEST(VirtualClock, StandsStillUntilItIsMoved) {
  on_virtual_loop([](Loop& loop) {
    bool woken = false;
    loop.spawn("sleeps", [&] {
      loop.sleep_for(1ns);
      woken = true;
    });
    for (int i = 0; i < 100; ++i) loop.yield();
    EXPECT_FALSE(woken);
    EXPECT_EQ(loop.now(), test_start());
    EXPECT_TRUE(loop.is_virtual());
    EXPECT_TRUE(loop.settle(soon()));
    EXPECT_TRUE(woken);
  });
}

TEST(VirtualClock, SettleJumpsFromOneOffTimerToOneOffTimer) {
  on_virtual_loop([](Loop& loop) {
    Log log;
    for (const int hours : {3, 1, 2}) {
      loop.spawn("sleeps", [&, hours] {
        loop.sleep_for(std::chrono::hours(hours));
        log.push_back("after " + std::to_string(hours));
        loop.sleep_for(24h);  // asked for on the way
        log.push_back("a day after " + std::to_string(hours));
      });
    }
    EXPECT_TRUE(loop.settle(soon()));
    EXPECT_EQ(log, (Log{"after 1", "after 2", "after 3", "a day after 1", "a day after 2", "a day after 3"}));
    EXPECT_EQ(loop.now(), test_start() + 27h);
  });
}

TEST(VirtualClock, WhatIsEquallyDueFiresInTheOrderOfAsking) {
  on_virtual_loop([](Loop& loop) {
    std::string order;
    std::vector<Timer> timers;
    for (const char name : {'a', 'b', 'c', 'd'}) {
      const TimerKind kind = name == 'b' ? TimerKind::kPeriodic : TimerKind::kOneOff;
      timers.push_back(loop.at(test_start() + 1h, kind, [&, name] { order += name; }));
    }
    EXPECT_TRUE(loop.advance_to(test_start() + 1h, soon()));
    EXPECT_EQ(order, "abcd");
  });
}

// A timer's fiber, and whatever it makes ready, comes to rest before the next timer of the same instant fires.
TEST(VirtualClock, EachStepSettlesBeforeTheNext) {
  on_virtual_loop([](Loop& loop) {
    std::string order;
    const auto then_yield = [&](char first, char second) {
      return [&, first, second] {
        order += first;
        for (int i = 0; i < 5; ++i) loop.yield();
        loop.in_pool([] {});
        order += second;
      };
    };
    const Timer a = loop.at(test_start() + 1h, TimerKind::kOneOff, then_yield('a', 'A'));
    const Timer b = loop.at(test_start() + 1h, TimerKind::kOneOff, then_yield('b', 'B'));
    EXPECT_TRUE(loop.settle(soon()));
    EXPECT_EQ(order, "aAbB");
  });
}

TEST(VirtualClock, PeriodicTimersFireOnlyAsFarAsTheClockIsToldToGo) {
  on_virtual_loop([](Loop& loop) {
    Log fired;
    Timer timer;
    std::function<void()> every_hour = [&] {
      fired.push_back(base::format_iso8601(loop.now(), base::Precision::kSeconds));
      timer = loop.at(loop.now() + 1h, TimerKind::kPeriodic, every_hour);
    };
    timer = loop.at(test_start() + 1h, TimerKind::kPeriodic, every_hour);
    EXPECT_TRUE(loop.quiescent());
    EXPECT_TRUE(loop.settle(soon()));
    EXPECT_TRUE(fired.empty());
    EXPECT_EQ(loop.now(), test_start());
    EXPECT_TRUE(loop.advance_to(test_start() + 150min, soon()));
    EXPECT_EQ(fired, (Log{"2023-11-14T23:13:20Z", "2023-11-15T00:13:20Z"}));
    EXPECT_EQ(loop.now(), test_start() + 150min);
  });
}

TEST(VirtualClock, APeriodicTimerThatSettlePassedByFiresLateAtTheNextAdvance) {
  on_virtual_loop([](Loop& loop) {
    std::optional<TimePoint> fired;
    const Timer periodic = loop.at(test_start() + 1h, TimerKind::kPeriodic, [&] { fired = loop.now(); });
    loop.spawn("sleeps", [&] { loop.sleep_for(2h); });
    EXPECT_TRUE(loop.settle(soon()));
    EXPECT_FALSE(fired);
    EXPECT_TRUE(loop.advance_to(loop.now(), soon()));
    EXPECT_EQ(fired, test_start() + 2h);  // the clock does not go back
  });
}

TEST(VirtualClock, AdvanceGoesNoFurtherThanTold) {
  on_virtual_loop([](Loop& loop) {
    bool late = false;
    loop.spawn("sleeps", [&] {
      loop.sleep_for(2h);
      late = true;
    });
    EXPECT_TRUE(loop.advance_to(test_start() + 2h - 1ns, soon()));
    EXPECT_FALSE(late);
    EXPECT_TRUE(loop.advance_to(test_start(), soon()));
    EXPECT_EQ(loop.now(), test_start() + 2h - 1ns);
    EXPECT_TRUE(loop.advance_to(test_start() + 2h, soon()));
    EXPECT_TRUE(late);
  });
}

TEST(VirtualClock, WaitsForWhoeverIsBusy) {
  on_virtual_loop([](Loop& loop) {
    Log log;
    Signal handler_done(loop);
    loop.spawn("handler", [&] {
      const Busy busy = loop.busy();
      handler_done.wait();  // an answer from outside, in real time
      log.push_back("handler");
    });
    loop.spawn("sleeps", [&] {
      loop.sleep_for(1h);
      log.push_back("timer");
    });
    loop.yield();
    EXPECT_FALSE(loop.settle(Deadline::real_in(2ms)));
    EXPECT_TRUE(log.empty());
    loop.spawn("answers", [&] { handler_done.notify_one(); });
    EXPECT_TRUE(loop.settle(soon()));
    EXPECT_EQ(log, (Log{"handler", "timer"}));
  });
}

TEST(VirtualClock, TwoMaySettleAtOnce) {
  on_virtual_loop([](Loop& loop) {
    int woken = 0;
    for (const auto delay : {1h, 2h}) {
      loop.spawn("sleeps", [&, delay] {
        loop.sleep_for(delay);
        ++woken;
      });
    }
    bool other = false;
    Fiber settles = loop.spawn("settles", [&] { other = loop.settle(soon()); });
    EXPECT_TRUE(loop.settle(soon()));
    EXPECT_TRUE(settles.join(soon()));
    EXPECT_TRUE(other);
    EXPECT_EQ(woken, 2);
  });
}

TEST(VirtualClock, TimersDroppedBeforeTheyRanDoNotRun) {
  on_virtual_loop([](Loop& loop) {
    int fired = 0;
    Timer second;
    // The first drops the second; both are due in one step of the clock.
    const Timer first = loop.at(test_start() + 1h, TimerKind::kOneOff, [&] {
      ++fired;
      second = Timer();
    });
    second = loop.at(test_start() + 1h, TimerKind::kOneOff, [&] { fired += 100; });
    EXPECT_TRUE(loop.settle(soon()));
    EXPECT_EQ(fired, 1);
  });
}

TEST(VirtualClock, ATimerThatIsFinishedEndsWhatItsCallbackWaitsFor) {
  on_virtual_loop([](Loop& loop) {
    Signal never(loop);
    std::string said;
    Timer timer = loop.at(test_start() + 1h, TimerKind::kOneOff, [&] {
      const auto busy = loop.busy();
      try {
        said += "begins ";
        never.wait();
      } catch (const Cancelled&) {
        said += "ends";
        throw;
      }
    });
    EXPECT_FALSE(loop.settle(Deadline::real_in(20ms)));
    EXPECT_EQ(said, "begins ");
    timer.finish();
    EXPECT_EQ(said, "begins ends");
    timer.finish();
    EXPECT_TRUE(loop.settle(soon()));
  });
}

struct Rest {
  std::string name;
  std::function<void(Loop&)> check;
};
void PrintTo(const Rest& rest, std::ostream* out) { *out << rest.name; }
class Quiescent : public testing::TestWithParam<Rest> {};
TEST_P(Quiescent, Says) { on_virtual_loop(GetParam().check); }

INSTANTIATE_TEST_SUITE_P(
    Loop, Quiescent,
    testing::Values(Rest{"yes_when_nothing_goes_on", [](Loop& loop) { EXPECT_TRUE(loop.quiescent()); }},
                    Rest{"no_while_a_fiber_is_ready",
                         [](Loop& loop) {
                           loop.spawn("ready", [] {});
                           EXPECT_FALSE(loop.quiescent());
                           loop.yield();
                           EXPECT_TRUE(loop.quiescent());
                         }},
                    Rest{"no_while_someone_is_busy",
                         [](Loop& loop) {
                           {
                             const Busy busy = loop.busy();
                             EXPECT_FALSE(loop.quiescent());
                           }
                           EXPECT_TRUE(loop.quiescent());
                         }},
                    Rest{"no_while_a_one_off_timer_is_pending",
                         [](Loop& loop) {
                           {
                             const Timer timer = loop.at(test_start() + 1h, TimerKind::kOneOff, [] {});
                             EXPECT_FALSE(loop.quiescent());
                           }
                           EXPECT_TRUE(loop.quiescent());
                         }},
                    Rest{"no_while_a_wait_has_a_one_off_deadline",
                         [](Loop& loop) {
                           Signal signal(loop);
                           Fiber fiber = loop.spawn(
                               "waits", [&] { signal.wait(Deadline::at(test_start() + 1h, TimerKind::kOneOff)); });
                           loop.yield();
                           EXPECT_FALSE(loop.quiescent());
                           fiber.finish();
                         }},
                    Rest{"yes_while_a_wait_has_a_periodic_deadline",
                         [](Loop& loop) {
                           Signal signal(loop);
                           Fiber fiber = loop.spawn(
                               "polls", [&] { signal.wait(Deadline::at(test_start() + 1h, TimerKind::kPeriodic)); });
                           loop.yield();
                           EXPECT_TRUE(loop.quiescent());
                           fiber.finish();
                         }},
                    Rest{"no_while_work_is_in_the_pool",
                         [](Loop& loop) {
                           std::atomic<bool> go = false;
                           Fiber fiber = loop.spawn("works", [&] {
                             loop.in_pool([&] {
                               while (!go) std::this_thread::yield();
                             });
                           });
                           loop.yield();
                           EXPECT_FALSE(loop.quiescent());
                           EXPECT_FALSE(loop.settle(real_past()));
                           go = true;
                           EXPECT_TRUE(fiber.join(soon()));
                           EXPECT_TRUE(loop.quiescent());
                         }}),
    [](const auto& tested) { return tested.param.name; });

TEST(RealClock, SettleWaitsForOneOffTimers) {
  on_loop([](Loop& loop) {
    bool fired = false;
    const Timer timer = loop.at(loop.now() + 2ms, TimerKind::kOneOff, [&] { fired = true; });
    EXPECT_TRUE(loop.settle(soon()));
    EXPECT_TRUE(fired);
    EXPECT_FALSE(loop.is_virtual());
  });
}

}  // namespace
}  // namespace loop
