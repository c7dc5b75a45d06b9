#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "tests/emulator/loop/on_loop.h"

namespace loop {
namespace {

// Two connected sockets, nothing in them, and full towards `full()`'s reader.
class Sockets {
 public:
  Sockets() {
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends_), 0);
    const std::string bytes(64 * 1024, 'x');
    while (write(ends_[1], bytes.data(), bytes.size()) > 0) {
    }
  }
  ~Sockets() {
    close(ends_[0]);
    close(ends_[1]);
  }
  int empty() const { return ends_[1]; }  // nothing to read
  int full() const { return ends_[1]; }   // no room to write

 private:
  int ends_[2] = {-1, -1};
};

struct Scene {
  Loop& loop;
  Sockets sockets = {};
  Signal signal{loop};
  Fiber other = loop.spawn("other", [this] {
    Signal never(loop);
    never.wait();
  });
};

struct Wait {
  std::string name;
  std::function<void(Scene&)> wait;
};
void PrintTo(const Wait& wait, std::ostream* out) { *out << wait.name; }

class CancelIn : public testing::TestWithParam<Wait> {};

TEST_P(CancelIn, ThrowsOutOfThePresentWait) {
  on_loop([&](Loop& loop) {
    Scene world{loop};
    bool thrown = false, went_on = false;
    Fiber fiber = loop.spawn("cancelled", [&] {
      try {
        GetParam().wait(world);
        went_on = true;
      } catch (const Cancelled&) {
        thrown = true;
        throw;
      }
    });
    loop.yield();
    EXPECT_FALSE(fiber.done());
    fiber.cancel();
    EXPECT_FALSE(thrown);  // it returned at once
    EXPECT_TRUE(fiber.join(soon()));
    EXPECT_TRUE(thrown);
    EXPECT_FALSE(went_on);
    world.other.finish();
    loop.forget(world.sockets.empty());
  });
}

TEST_P(CancelIn, ThrowsOutOfTheNextWaitAndTheOneAfterIt) {
  on_loop([&](Loop& loop) {
    Scene world{loop};
    int thrown = 0;
    Fiber fiber = loop.spawn("cancelled", [&] {
      for (int i = 0; i < 2; ++i) {
        try {
          GetParam().wait(world);
        } catch (const Cancelled&) {
          ++thrown;
        }
      }
    });
    fiber.cancel();
    EXPECT_TRUE(fiber.join(soon()));
    EXPECT_EQ(thrown, 2);
    world.other.finish();
    loop.forget(world.sockets.empty());
  });
}

TEST_P(CancelIn, WaitsOfDestructorsDuringUnwindingReturn) {
  on_loop([&](Loop& loop) {
    Scene world{loop};
    bool cleaned_up = false;
    struct CleansUp {
      Scene& world;
      bool& cleaned_up;
      ~CleansUp() {
        GetParam().wait(world);
        cleaned_up = true;
      }
    };
    Fiber fiber = loop.spawn("cancelled", [&] {
      const CleansUp cleaner{world, cleaned_up};
      Signal never(loop);
      never.wait();
    });
    loop.yield();
    fiber.cancel();
    EXPECT_TRUE(fiber.join(soon()));
    EXPECT_TRUE(cleaned_up);
    world.other.finish();
    loop.forget(world.sockets.empty());
  });
}

INSTANTIATE_TEST_SUITE_P(
    EachWait, CancelIn,
    testing::Values(Wait{"signal", [](Scene& w) { w.signal.wait(); }},
                    Wait{"signal_with_deadline", [](Scene& w) { w.signal.wait(soon()); }},
                    Wait{"sleep", [](Scene& w) { w.loop.sleep_for(std::chrono::hours(1)); }},
                    Wait{"join", [](Scene& w) { w.other.join(Deadline::never()); }},
                    Wait{"readable", [](Scene& w) { w.loop.wait_readable(w.sockets.empty(), Deadline::never()); }},
                    Wait{"writable", [](Scene& w) { w.loop.wait_writable(w.sockets.full(), Deadline::never()); }},
                    Wait{"settle",
                         [](Scene& w) {
                           const Busy busy = w.loop.busy();
                           w.loop.settle(Deadline::never());
                         }}),
    [](const auto& tested) { return tested.param.name; });

TEST(Cancel, ThrowsOutOfYield) {
  on_loop([](Loop& loop) {
    int rounds = 0;
    Fiber fiber = loop.spawn("yields", [&] {
      for (;;) {
        ++rounds;
        loop.yield();
      }
    });
    loop.yield();
    fiber.cancel();
    EXPECT_TRUE(fiber.join(soon()));
    EXPECT_GE(rounds, 1);
  });
}

TEST(Cancel, WaitsForTheWorkInThePoolThatRefersToTheFrame) {
  on_loop([](Loop& loop) {
    std::atomic<bool> go = false;
    bool saw_result = false, thrown_afterwards = false;
    Fiber fiber = loop.spawn("works", [&] {
      int result = 0;
      loop.in_pool([&] {
        while (!go) std::this_thread::yield();
        result = 42;
      });
      saw_result = result == 42;
      try {
        loop.yield();
      } catch (const Cancelled&) {
        thrown_afterwards = true;
        throw;
      }
    });
    loop.yield();
    fiber.cancel();
    EXPECT_FALSE(fiber.join(real_past()));
    go = true;
    EXPECT_TRUE(fiber.join(soon()));
    EXPECT_TRUE(saw_result);
    EXPECT_TRUE(thrown_afterwards);
  });
}

TEST(Cancel, StopCancelsEveryFiberAndRunReturnsWhenAllHaveEnded) {
  int cancelled = 0;
  Loop loop(Loop::Options{});
  Signal never(loop);
  std::vector<Fiber> fibers;
  for (int i = 0; i < 5; ++i) {
    fibers.push_back(loop.spawn("waits", [&] {
      try {
        never.wait();
      } catch (const Cancelled&) {
        ++cancelled;
        throw;
      }
    }));
  }
  loop.spawn("stops", [&] {
    loop.yield();
    loop.stop();
  });
  loop.run();
  EXPECT_EQ(cancelled, 5);
  for (const auto& fiber : fibers) EXPECT_TRUE(fiber.done());
}

TEST(Cancel, FinishWaitsForTheOtherEvenInACancelledFiber) {
  on_loop([](Loop& loop) {
    bool other_ended_first = false;
    Fiber owner = loop.spawn("owner", [&] {
      Fiber other = loop.spawn("other", [&] {
        struct Slow {
          Loop& loop;
          ~Slow() {
            for (int i = 0; i < 10; ++i) loop.yield();
          }
        } slow{loop};
        Signal never(loop);
        never.wait();
      });
      struct Finishes {
        Fiber& fiber;
        bool& ended_first;
        ~Finishes() {
          fiber.finish();
          ended_first = fiber.done();
        }
      } finishes{other, other_ended_first};
      Signal never(loop);
      never.wait();
    });
    loop.yield();
    loop.yield();
    owner.cancel();
    EXPECT_TRUE(owner.join(soon()));
    EXPECT_TRUE(other_ended_first);
  });
}

}  // namespace
}  // namespace loop
