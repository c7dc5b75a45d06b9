#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "emulator/loop/world.h"

// One thread, many fibers. A fiber is straight code that may wait: for the world's time, for a file descriptor, for a
// Signal, for another fiber, for work in the pool. Everything else on the loop stands still while a fiber runs, so
// state that only the loop touches needs no lock. Why fibers of our own: see emulator/loop/README.md.

namespace loop {

using base::Duration;
using base::TimePoint;
using RealTime = std::chrono::steady_clock::time_point;

// Thrown out of every wait of a fiber that was cancelled. Let it pass: only the fiber's end catches it. While the fiber
// unwinds (a destructor waits) a wait does not throw again: it lets the others run once and says that the deadline
// came.
struct Cancelled : std::exception {
  const char* what() const noexcept override { return "cancelled"; }
};

// A timer that keeps the world from being quiescent (a retry, a Wait state, a visibility timeout that a message in
// flight waits for), or one that comes round for ever (a schedule, TTL, lifecycle) and does not.
enum class TimerKind { kOneOff, kPeriodic };

// When a wait gives up. World time stands still under a virtual clock; real time never does and is for peers and
// processes.
class Deadline {
 public:
  static Deadline never() { return {}; }
  // kPeriodic: for a wait that comes round for ever (a poller's long poll) and should not keep the world from resting.
  static Deadline at(TimePoint time, TimerKind kind = TimerKind::kOneOff) { return Deadline(time, kind, {}); }
  static Deadline real(RealTime time) { return Deadline({}, TimerKind::kOneOff, time); }
  static Deadline real_in(Duration duration) {
    return real(std::chrono::steady_clock::now() + std::chrono::duration_cast<RealTime::duration>(duration));
  }
  const std::optional<TimePoint>& world_time() const { return world_; }
  TimerKind kind() const { return kind_; }
  const std::optional<RealTime>& real_time() const { return real_; }

 private:
  Deadline() = default;
  Deadline(std::optional<TimePoint> world, TimerKind kind, std::optional<RealTime> real)
      : world_(world), kind_(kind), real_(real) {}
  std::optional<TimePoint> world_ = {};
  TimerKind kind_ = TimerKind::kOneOff;
  std::optional<RealTime> real_ = {};
};

class Loop;
class Scheduler;    // scheduler.h: what the loop is inside
struct FiberState;  // scheduler.h

// A started fiber. Dropping the handle lets it run on.
class Fiber {
 public:
  Fiber() = default;
  bool done() const;
  void cancel();                 // its present or next wait throws Cancelled; returns at once
  bool join(Deadline deadline);  // waits for its end (from another fiber); false when the deadline came first
  // Cancels it and waits for its end even where the caller is itself cancelled: for destructors whose fibers borrow
  // what they are about to destroy. After run() every fiber has ended, and it does nothing.
  void finish() noexcept;

 private:
  friend class Loop;
  friend class Timer;
  explicit Fiber(std::shared_ptr<FiberState> state) : state_(std::move(state)) {}
  std::shared_ptr<FiberState> state_ = {};
};

// What fibers wait at until another says go. `wait` may wake without reason: loop over the condition.
class Signal {
 public:
  explicit Signal(Loop& loop);
  ~Signal();  // nobody may be waiting
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  bool wait(Deadline deadline = Deadline::never());  // false when the deadline came first
  void notify_one();                                 // the one who waited longest
  void notify_all();
  std::size_t waiting() const;

 private:
  friend class Loop;
  struct Waiters;
  Scheduler& scheduler_;
  std::unique_ptr<Waiters> waiters_;
};

// A callback at a point of the world's time, on a fiber of its own. Dropping it stops it.
class Timer {
 public:
  Timer() = default;
  Timer(Timer&&) noexcept;
  Timer& operator=(Timer&&) noexcept;
  ~Timer();
  // As Fiber::finish(), where the callback runs already: dropping it then comes too late. Not from the callback.
  void finish() noexcept;

 private:
  friend class Scheduler;
  Timer(Scheduler* scheduler, std::uint64_t id) : scheduler_(scheduler), id_(id) {}
  Scheduler* scheduler_ = nullptr;
  std::uint64_t id_ = 0;
};

// While one lives, the world is not quiescent: a handler runs, a request is being answered.
class Busy {
 public:
  Busy(Busy&& other) noexcept : scheduler_(other.scheduler_) { other.scheduler_ = nullptr; }
  Busy& operator=(Busy&&) = delete;
  ~Busy();

 private:
  friend class Loop;
  explicit Busy(Scheduler* scheduler) : scheduler_(scheduler) {}
  Scheduler* scheduler_ = nullptr;
};

class Loop {
 public:
  struct Options {
    std::uint64_t seed = 1;
    // Without a start the world's time is the system's. With one the clock is virtual: it stands there until settle()
    // or advance() moves it, and no timer fires in between.
    std::optional<TimePoint> virtual_start = {};
    int pool_threads = 2;
  };
  explicit Loop(Options options);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  World& world();
  TimePoint now() const;  // the world's time
  bool is_virtual() const;
  // The world begins anew, with its own seed and at its own time. Nothing of the old one may wait any more: no timer
  // that does not come round for ever, nothing that runs. Only under a virtual clock.
  void begin_anew(std::uint64_t seed, TimePoint start);
  // Told of each step of a virtual clock, before what is due then happens. One listener; empty: none.
  void on_clock_step(std::function<void(TimePoint)> listener);

  // Runs until stop(); then cancels every fiber, lets each end, and returns. Called once, on the thread that made it.
  // An exception that leaves a fiber other than Cancelled ends the process with what() and the fiber's name.
  void run();
  void stop();  // from a fiber, or from a signal handler

  Fiber spawn(std::string name, std::function<void()> body);  // ready, behind those that are ready now
  Timer at(TimePoint time, TimerKind kind, std::function<void()> body);

  // Waits, from a fiber. Each throws Cancelled in a cancelled fiber.
  void yield();
  void sleep_until(TimePoint time, TimerKind kind = TimerKind::kOneOff);
  void sleep_for(Duration duration) { sleep_until(now() + duration); }
  // False when the deadline came first. One fiber at a time for each direction; "ready" may be an end or an error.
  bool wait_readable(int descriptor, Deadline deadline);
  bool wait_writable(int descriptor, Deadline deadline);
  void forget(int descriptor);  // before close(): nobody may be waiting; drops what is known of it

  // Runs `work` on a pool thread and waits for it. What it throws is thrown here. The fiber cannot be cancelled while
  // it waits: the work may refer to its frame.
  void in_pool(const std::function<void()>& work);

  // The world at rest: nothing ready, nobody busy, no one-off timer pending (virtual: due or not).
  [[nodiscard]] Busy busy();
  bool quiescent() const;
  // Lets everything run that runs by itself. Virtual clock: jumps from one-off timer to one-off timer until none is
  // left, then returns; real clock: waits. False when the (real) deadline came first.
  bool settle(Deadline deadline);
  // Virtual clock: moves it to `time`, firing on the way, in order, whatever is due, and settling at each step as far
  // as `time` allows. CHECKs that the clock is virtual.
  bool advance_to(TimePoint time, Deadline deadline);

 private:
  friend class Signal;
  std::unique_ptr<Scheduler> scheduler_;
};

}  // namespace loop
