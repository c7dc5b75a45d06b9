#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/emulator/loop/on_loop.h"

namespace loop {
namespace {

TEST(Signal, WakesTheOneWhoWaitedLongest) {
  std::vector<int> order;
  on_loop([&](Loop& loop) {
    Signal signal(loop);
    std::vector<Fiber> fibers;
    for (int i = 0; i < 3; ++i) {
      fibers.push_back(loop.spawn("waits", [&, i] {
        EXPECT_TRUE(signal.wait());
        order.push_back(i);
      }));
    }
    loop.yield();
    EXPECT_EQ(signal.waiting(), 3U);
    signal.notify_one();
    loop.yield();
    EXPECT_EQ(order, std::vector<int>{0});
    signal.notify_all();
    for (auto& fiber : fibers) fiber.join(soon());
    EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
    EXPECT_EQ(signal.waiting(), 0U);
  });
}

// Whoever was woken otherwise, but has not run since, is passed by.
TEST(Signal, DoesNotLoseANotificationOnOneWhoseWaitIsOver) {
  on_loop([](Loop& loop) {
    Signal signal(loop);
    bool notified = false;
    Fiber first = loop.spawn("is cancelled", [&] { signal.wait(); });
    Fiber second = loop.spawn("is notified", [&] { notified = signal.wait(); });
    loop.yield();
    first.cancel();
    signal.notify_one();
    for (int i = 0; i < 3; ++i) loop.yield();
    EXPECT_TRUE(notified);
    second.finish();
  });
}

TEST(Signal, ADeadlineInThePastIsAnAnswerAtOnce) {
  on_virtual_loop([](Loop& loop) {
    Signal signal(loop);
    EXPECT_FALSE(signal.wait(Deadline::at(loop.now())));
    EXPECT_FALSE(signal.wait(real_past()));
  });
}

TEST(Signal, ARealDeadlineComesUnderAVirtualClockToo) {
  on_virtual_loop([](Loop& loop) {
    Signal signal(loop);
    EXPECT_FALSE(signal.wait(Deadline::real_in(std::chrono::milliseconds(2))));
  });
}

// A wait leaves its real deadline behind for the fiber's next wait, which may be a longer, a shorter one, or none.
TEST(Signal, EachWaitHasItsOwnRealDeadline) {
  on_loop([](Loop& loop) {
    Signal signal(loop);
    const auto notified_after = [&](Deadline deadline) {
      loop.spawn("notifies", [&] { signal.notify_all(); });
      return signal.wait(deadline);
    };
    EXPECT_TRUE(notified_after(Deadline::real_in(std::chrono::hours(1))));
    EXPECT_FALSE(signal.wait(Deadline::real_in(std::chrono::milliseconds(2))));
    EXPECT_TRUE(notified_after(Deadline::real_in(std::chrono::hours(1))));
    EXPECT_FALSE(signal.wait(Deadline::real_in(std::chrono::milliseconds(3))));
    EXPECT_TRUE(notified_after(Deadline::never()));
  });
}

class Pipe {
 public:
  Pipe() { EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends_), 0); }
  ~Pipe() {
    close(ends_[0]);
    close_writer();
  }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void say(std::string_view text) const { EXPECT_EQ(write(writer(), text.data(), text.size()), ssize_t(text.size())); }
  void close_writer() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }

 private:
  int ends_[2] = {-1, -1};
};

TEST(Descriptor, IsReadableWhileBytesAreLeft) {
  on_loop([](Loop& loop) {
    Pipe pipe;
    loop.spawn("says", [&] { pipe.say("abc"); });
    char byte = 0;
    for (const char expected : {'a', 'b', 'c'}) {  // one at a time: it need not be emptied before the next wait
      EXPECT_TRUE(loop.wait_readable(pipe.reader(), soon()));
      EXPECT_EQ(read(pipe.reader(), &byte, 1), 1);
      EXPECT_EQ(byte, expected);
    }
    EXPECT_FALSE(loop.wait_readable(pipe.reader(), Deadline::real_in(std::chrono::milliseconds(2))));
    pipe.close_writer();
    EXPECT_TRUE(loop.wait_readable(pipe.reader(), soon()));
    EXPECT_EQ(read(pipe.reader(), &byte, 1), 0);
    loop.forget(pipe.reader());
  });
}

TEST(Descriptor, BytesThatCameWhileNobodyWaitedAreThereForTheNextWait) {
  on_loop([](Loop& loop) {
    Pipe pipe;
    EXPECT_FALSE(loop.wait_readable(pipe.reader(), Deadline::real_in(std::chrono::milliseconds(1))));
    pipe.say("x");
    for (int i = 0; i < 5; ++i) loop.yield();
    EXPECT_TRUE(loop.wait_readable(pipe.reader(), soon()));
    loop.forget(pipe.reader());
  });
}

TEST(Descriptor, ItsNumberMayBeUsedAgainOnceForgotten) {
  on_loop([](Loop& loop) {
    for (int i = 0; i < 3; ++i) {
      Pipe pipe;
      EXPECT_TRUE(loop.wait_writable(pipe.reader(), soon()));
      pipe.say("x");
      EXPECT_TRUE(loop.wait_readable(pipe.reader(), soon()));
      loop.forget(pipe.reader());
    }
  });
}

TEST(Descriptor, TwoFibersMayWaitForTheTwoDirections) {
  on_loop([](Loop& loop) {
    Pipe pipe;
    const std::string much(64 * 1024, 'x');
    while (write(pipe.reader(), much.data(), much.size()) > 0) {
    }
    bool readable = false, writable = false;
    Fiber reads = loop.spawn("reads", [&] { readable = loop.wait_readable(pipe.reader(), soon()); });
    Fiber writes = loop.spawn("writes", [&] { writable = loop.wait_writable(pipe.reader(), soon()); });
    loop.yield();
    pipe.say("x");
    EXPECT_TRUE(reads.join(soon()));
    EXPECT_FALSE(writes.done());
    std::string sink(1 << 20, '\0');
    while (read(pipe.writer(), sink.data(), sink.size()) > 0) {
    }
    EXPECT_TRUE(writes.join(soon()));
    EXPECT_TRUE(readable && writable);
    loop.forget(pipe.reader());
  });
}

TEST(Loop, TimersOfTheRealClockFire) {
  int fired = 0;
  on_loop([&](Loop& loop) {
    const Timer once = loop.at(loop.now(), TimerKind::kOneOff, [&] { ++fired; });
    const Timer again = loop.at(loop.now() + std::chrono::milliseconds(1), TimerKind::kPeriodic, [&] { ++fired; });
    {
      const Timer dropped = loop.at(loop.now(), TimerKind::kOneOff, [&] { fired += 100; });
    }
    EXPECT_TRUE(loop.settle(soon()));
    loop.sleep_for(std::chrono::milliseconds(3));
    EXPECT_EQ(fired, 2);
  });
}

TEST(Loop, StopsFromASignalHandler) {
  static Loop* stopped = nullptr;
  Loop loop(Loop::Options{});
  stopped = &loop;
  struct sigaction action = {}, before = {};
  action.sa_handler = [](int) { stopped->stop(); };
  sigaction(SIGUSR1, &action, &before);
  loop.spawn("raises", [&] {
    loop.yield();
    raise(SIGUSR1);
    Signal never(loop);
    never.wait();
  });
  loop.run();
  sigaction(SIGUSR1, &before, nullptr);
}

TEST(Loop, InPoolRunsTheWorkElsewhereAndThrowsWhatItThrew) {
  on_loop([](Loop& loop) {
    std::thread::id where = {};
    loop.in_pool([&] { where = std::this_thread::get_id(); });
    EXPECT_TRUE(where != std::this_thread::get_id());
    std::string caught;
    try {
      loop.in_pool([] { throw std::runtime_error("disk on fire"); });
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
    EXPECT_EQ(caught, "disk on fire");
  });
}

TEST(Loop, InPoolLetsTheOthersRun) {
  on_loop([](Loop& loop) {
    int rounds = 0;
    std::atomic<bool> enough = false;
    loop.spawn("counts", [&] {
      while (++rounds < 10) loop.yield();
      enough = true;
    });
    loop.in_pool([&] {
      while (!enough) std::this_thread::yield();
    });
    EXPECT_EQ(rounds, 10);
  });
}

}  // namespace
}  // namespace loop
