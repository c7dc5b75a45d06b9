#include <utility>

#include "emulator/loop/scheduler.h"

// The scheduler's other half: the world's time, and when the world is at rest.
//
// A virtual clock moves in settle() and advance_to() alone, one step whenever the world is at rest: to the next timer,
// whose fiber then runs until the world is at rest again.

namespace loop {

using Which = WorldTimers::Which;

TimePoint Scheduler::now() const { return virtual_now_ ? *virtual_now_ : TimePoint(std::chrono::system_clock::now()); }

void Scheduler::begin_anew(std::uint64_t seed, TimePoint start) {
  CHECK(is_virtual());
  CHECK(!world_timers_.has_one_off());
  world = World(seed);
  virtual_now_ = start;
}

bool Scheduler::nothing_runs() const { return ready_.empty() && busy == 0 && pool.outstanding() == 0; }

bool Scheduler::quiescent() const { return nothing_runs() && !world_timers_.has_one_off() && !poller.has_events(); }

// When the clock may step. A real clock goes by itself, so rest is when there is nothing left to step to.
bool Scheduler::at_rest() const { return nothing_runs() && (is_virtual() || !world_timers_.has_one_off()); }

bool Scheduler::wait_for_rest(const Deadline& deadline) {
  const WaitList::Entry entry(resters_, current());
  return wait(deadline);
}

void Scheduler::step_to(TimePoint time) {
  if (time <= *virtual_now_) return;
  virtual_now_ = time;
  if (clock_listener) clock_listener(time);
}

bool Scheduler::settle(const Deadline& deadline) {
  CHECK(!deadline.world_time());
  while (wait_for_rest(deadline)) {
    const auto next = world_timers_.next(Which::kOneOff);
    if (!is_virtual() || !next) return true;
    step_to(*next);
    fire(*world_timers_.take_due(Which::kOneOff, *virtual_now_));
  }
  return false;
}

bool Scheduler::advance_to(TimePoint time, const Deadline& deadline) {
  CHECK(is_virtual());
  CHECK(!deadline.world_time());
  while (wait_for_rest(deadline)) {
    const auto next = world_timers_.next(Which::kAll);
    if (!next || *next > std::max(time, *virtual_now_)) {
      step_to(time);
      return true;
    }
    // settle() passes periodic timers by; they come now, late.
    step_to(*next);
    fire(*world_timers_.take_due(Which::kAll, *virtual_now_));
  }
  return false;
}

Timer Scheduler::at(TimePoint time, TimerKind kind, std::function<void()> body) {
  return Timer(this, world_timers_.add(time, kind, nullptr, std::move(body)));
}

void Scheduler::drop_timer(std::uint64_t id) {
  world_timers_.remove(id);
  fired_.erase(id);
}

void Scheduler::fire(WorldTimers::Due due) {
  if (due.waiter != nullptr) {
    wake(*due.waiter, FiberState::Woken::kDeadline);
    return;
  }
  fired_.emplace(due.id, std::move(due.callback));
  spawn("timer", [this, id = due.id] {
    const auto body = fired_.extract(id);
    if (!body) return;  // its Timer was dropped since it fired
    struct Running {
      Running(Scheduler& s, std::uint64_t timer) : scheduler(s), id(timer) {
        scheduler.timer_fibers_.emplace(id, scheduler.current().id);
      }
      ~Running() { scheduler.timer_fibers_.erase(id); }
      Scheduler& scheduler;
      std::uint64_t id;
    } const running(*this, id);
    body.mapped()();
  });
}

std::shared_ptr<FiberState> Scheduler::running_timer(std::uint64_t id) const {
  const auto found = timer_fibers_.find(id);
  return found == timer_fibers_.end() ? nullptr : fibers_.at(found->second);
}

void Scheduler::fire_due_timers() {
  if (!is_virtual() && !stopping_ && world_timers_.next(Which::kAll)) {
    const TimePoint present = now();
    while (auto due = world_timers_.take_due(Which::kAll, present)) fire(std::move(*due));
  }
  const auto first = real_timers_.next();
  if (!first) return;
  const RealTime present = std::chrono::steady_clock::now();
  while (FiberState* fiber = real_timers_.take_due(present)) {
    if (!fiber->waiting || !fiber->real_deadline) continue;
    if (*fiber->real_deadline <= present) {
      wake(*fiber, FiberState::Woken::kDeadline);
    } else {
      real_timers_.look_at(*fiber, *fiber->real_deadline);
    }
  }
}

// When the clocks next need a look, though nothing happens until then.
std::optional<RealTime> Scheduler::next_look() const {
  std::optional<RealTime> look = real_timers_.next();
  const auto due_in_world = is_virtual() ? std::nullopt : world_timers_.next(Which::kAll);
  if (due_in_world) {
    const RealTime due = std::chrono::steady_clock::now() + (*due_in_world - now());
    look = look ? std::min(*look, due) : due;
  }
  return look;
}

}  // namespace loop
