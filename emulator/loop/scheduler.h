#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <unordered_map>

#include "emulator/loop/fiber.h"
#include "emulator/loop/loop.h"
#include "emulator/loop/poller.h"
#include "emulator/loop/pool.h"
#include "emulator/loop/timers.h"
#include "emulator/loop/wait_list.h"

namespace loop {

class Scheduler;

struct FiberState {
  FiberState(Scheduler& owner, StackPool& stacks, std::uint64_t number, std::string fiber_name,
             std::function<void()> body)
      : scheduler(owner), id(number), name(std::move(fiber_name)), context(stacks, std::move(body)) {}

  Scheduler& scheduler;
  const std::uint64_t id;
  const std::string name;
  FiberContext context;
  bool done = false;
  bool cancelled = false;
  WaitList joiners = {};
  // The present wait.
  enum class Woken { kNotified, kDeadline, kCancelled };
  bool waiting = false;
  bool cancellable = true;
  Woken woken = Woken::kNotified;
  std::optional<RealTime> real_deadline = {};
  std::optional<RealTimers::Entry> real_timer = {};  // RealTimers' own
};

// What the loop is inside: fibers that are ready, what the others wait for, and the two clocks.
class Scheduler {
 public:
  explicit Scheduler(const Loop::Options& options);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  // --- scheduler.cpp: who runs, who waits
  void run();
  void stop();
  std::shared_ptr<FiberState> spawn(std::string name, std::function<void()> body);
  void cancel(FiberState& fiber);
  FiberState& current() const {
    CHECK(current_ != nullptr);  // a wait outside of a fiber
    return *current_;
  }
  bool in_fiber() const { return current_ != nullptr; }

  // Suspends the current fiber until someone wakes it. The caller has put it where that someone finds it, and takes it
  // away afterwards. False when the deadline came first; throws Cancelled.
  bool wait(const Deadline& deadline);
  // The same for what must not be left early: no deadline, no cancellation.
  void wait_uncancellable();
  // Makes a waiting fiber ready. False when it is not waiting (any more).
  bool wake(FiberState& fiber, FiberState::Woken reason = FiberState::Woken::kNotified);
  void yield();
  void in_pool(const std::function<void()>& work);

  // --- clock.cpp: the world's time, and when the world is at rest
  TimePoint now() const;
  bool is_virtual() const { return virtual_now_.has_value(); }
  void begin_anew(std::uint64_t seed, TimePoint start);
  bool quiescent() const;
  bool settle(const Deadline& deadline);
  bool advance_to(TimePoint time, const Deadline& deadline);
  Timer at(TimePoint time, TimerKind kind, std::function<void()> body);
  void drop_timer(std::uint64_t id);
  std::shared_ptr<FiberState> running_timer(std::uint64_t id) const;  // null: its callback does not run

  World world;
  Poller poller = {};
  Pool pool;
  int busy = 0;
  std::function<void(TimePoint)> clock_listener = {};

 private:
  // scheduler.cpp
  void run_ready();
  void wait_for_events();
  void cancel_all();
  void make_ready(FiberState& fiber);
  bool throw_if_cancelled();
  // clock.cpp
  bool nothing_runs() const;
  bool at_rest() const;
  bool wait_for_rest(const Deadline& deadline);
  void step_to(TimePoint time);
  void fire(WorldTimers::Due due);
  void fire_due_timers();
  std::optional<RealTime> next_look() const;

  StackPool stacks_ = {};
  std::map<std::uint64_t, std::shared_ptr<FiberState>> fibers_ = {};  // those that have not ended, in spawning order
  std::uint64_t last_fiber_ = 0;
  std::deque<FiberState*> ready_ = {};
  FiberState* current_ = nullptr;
  std::vector<FiberState*> polled_ = {};  // wait_for_events()' own, kept for its capacity

  std::optional<TimePoint> virtual_now_ = {};
  WorldTimers world_timers_ = {};
  RealTimers real_timers_ = {};
  std::unordered_map<std::uint64_t, std::function<void()>> fired_ = {};  // callbacks whose fiber has not begun
  std::unordered_map<std::uint64_t, std::uint64_t> timer_fibers_ = {};   // of those whose fiber has
  WaitList resters_ = {};                                                // in settle() or advance_to()

  std::atomic<bool> stop_requested_ = false;
  bool stopping_ = false;
  bool ran_ = false;
};

}  // namespace loop
