#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/emulator/loop/on_loop.h"

namespace loop {
namespace {

using Log = std::vector<std::string>;

TEST(Fiber, ReadyOnesRunInTheOrderTheyBecameReady) {
  Log log;
  on_loop([&](Loop& loop) {
    std::vector<Fiber> fibers;
    for (const char* name : {"a", "b", "c"}) {
      fibers.push_back(loop.spawn(name, [&, name] {
        log.push_back(std::string(name) + "1");
        loop.yield();
        log.push_back(std::string(name) + "2");
      }));
    }
    for (auto& fiber : fibers) EXPECT_TRUE(fiber.join(soon()));
  });
  EXPECT_EQ(log, (Log{"a1", "b1", "c1", "a2", "b2", "c2"}));
}

TEST(Fiber, JoinSaysWhetherItEnded) {
  on_loop([&](Loop& loop) {
    Signal go(loop);
    Fiber waiter = loop.spawn("waiter", [&] { go.wait(); });
    EXPECT_FALSE(waiter.join(real_past()));
    EXPECT_FALSE(waiter.done());
    go.notify_all();
    EXPECT_TRUE(waiter.join(soon()));
    EXPECT_TRUE(waiter.done());
    EXPECT_TRUE(waiter.join(real_past()));
  });
}

TEST(Fiber, AHandleDroppedLetsItRunOn) {
  bool ran = false;
  on_loop([&](Loop& loop) {
    loop.spawn("dropped", [&] {
      loop.yield();
      ran = true;
    });
    EXPECT_TRUE(loop.settle(soon()));
  });
  EXPECT_TRUE(ran);
}

// Each fiber waits inside its catch block while seven others are inside theirs.
TEST(Fiber, RethrowAfterAWaitInsideACatchBlockIsItsOwnException) {
  std::vector<std::string> caught(8);
  on_loop([&](Loop& loop) {
    std::vector<Fiber> fibers;
    for (std::size_t i = 0; i < caught.size(); ++i) {
      fibers.push_back(loop.spawn("thrower", [&, i] {
        try {
          try {
            throw std::runtime_error("of fiber " + std::to_string(i));
          } catch (...) {
            for (std::size_t round = 0; round <= i * 5 % 8; ++round) loop.yield();
            throw;
          }
        } catch (const std::exception& error) {
          caught[i] = error.what();
        }
      }));
    }
    for (auto& fiber : fibers) fiber.join(soon());
  });
  for (std::size_t i = 0; i < caught.size(); ++i) EXPECT_EQ(caught[i], "of fiber " + std::to_string(i));
}

[[gnu::noinline]] int descend(int frames, bool and_throw) {
  volatile char frame[256];
  for (std::size_t i = 0; i < sizeof frame; ++i) frame[i] = static_cast<char>(i);
  if (frames == 0) {
    if (and_throw) throw std::runtime_error("from the bottom");
    return frame[7];
  }
  return descend(frames - 1, and_throw) + frame[std::size_t(frames) % sizeof frame];
}

TEST(Fiber, HoldsDeepStacksAndThrowsThroughThem) {
  int right = 0;
  on_loop([&](Loop& loop) {
    std::vector<Fiber> fibers;
    for (int i = 0; i < 8; ++i) {
      fibers.push_back(loop.spawn("deep", [&] {
        descend(400, false);  // more than 100 KiB
        loop.yield();
        try {
          descend(400, true);
        } catch (const std::runtime_error& error) {
          right += std::string(error.what()) == "from the bottom";
        }
      }));
    }
    for (auto& fiber : fibers) fiber.join(soon());
  });
  EXPECT_EQ(right, 8);
}

TEST(Fiber, StacksAreUsedAgain) {
  int ended = 0;
  on_loop([&](Loop& loop) {
    for (int i = 0; i < 2000; ++i) {
      Fiber fiber = loop.spawn("short", [&] {
        descend(i % 100, false);
        ++ended;
      });
      fiber.join(soon());
    }
  });
  EXPECT_EQ(ended, 2000);
}

TEST(FiberDeathTest, AnExceptionThatNobodyCatchesEndsTheProcessWithItsName) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(on_loop([](Loop& loop) {
                 loop.spawn("sweeper", [] { throw std::runtime_error("no broom"); });
                 loop.yield();
                 loop.yield();
               }),
               "fiber 'sweeper' .*no broom");
}

}  // namespace
}  // namespace loop
