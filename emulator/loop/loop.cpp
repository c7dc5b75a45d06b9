#include "emulator/loop/loop.h"

#include <utility>

#include "emulator/loop/scheduler.h"

namespace loop {

bool Fiber::done() const { return state_ == nullptr || state_->done; }

void Fiber::cancel() {
  if (!done()) state_->scheduler.cancel(*state_);
}

bool Fiber::join(Deadline deadline) {
  if (done()) return true;
  const auto state = state_;  // the handle itself may go away meanwhile
  Scheduler& scheduler = state->scheduler;
  CHECK(&scheduler.current() != state.get());
  const WaitList::Entry entry(state->joiners, scheduler.current());
  while (!state->done) {
    if (!scheduler.wait(deadline)) return state->done;
  }
  return true;
}

void Fiber::finish() noexcept {
  if (done()) return;
  const auto state = state_;
  Scheduler& scheduler = state->scheduler;
  scheduler.cancel(*state);
  if (!scheduler.in_fiber()) return;  // the loop never ran, and so did the fiber
  CHECK(&scheduler.current() != state.get());
  const WaitList::Entry entry(state->joiners, scheduler.current());
  while (!state->done) scheduler.wait_uncancellable();
}

struct Signal::Waiters : WaitList {};

Signal::Signal(Loop& loop) : scheduler_(*loop.scheduler_), waiters_(std::make_unique<Waiters>()) {}
Signal::~Signal() = default;

bool Signal::wait(Deadline deadline) {
  const WaitList::Entry entry(*waiters_, scheduler_.current());
  return scheduler_.wait(deadline);
}

// One whose deadline came, but who has not run since, is passed by: the notification would be lost on it.
void Signal::notify_one() {
  for (auto* entry = waiters_->first(); entry != nullptr; entry = entry->next()) {
    if (scheduler_.wake(entry->fiber())) return;
  }
}

void Signal::notify_all() {
  for (auto* entry = waiters_->first(); entry != nullptr; entry = entry->next()) scheduler_.wake(entry->fiber());
}

std::size_t Signal::waiting() const { return waiters_->size(); }

Timer::Timer(Timer&& other) noexcept : scheduler_(std::exchange(other.scheduler_, nullptr)), id_(other.id_) {}

Timer& Timer::operator=(Timer&& other) noexcept {
  std::swap(scheduler_, other.scheduler_);
  std::swap(id_, other.id_);
  return *this;
}

Timer::~Timer() {
  if (scheduler_ != nullptr) scheduler_->drop_timer(id_);
}

void Timer::finish() noexcept {
  if (scheduler_ == nullptr) return;
  scheduler_->drop_timer(id_);
  if (auto running = scheduler_->running_timer(id_)) Fiber(std::move(running)).finish();
}

Busy::~Busy() {
  if (scheduler_ != nullptr) --scheduler_->busy;
}

Loop::Loop(Options options) : scheduler_(std::make_unique<Scheduler>(options)) {}
Loop::~Loop() = default;

World& Loop::world() { return scheduler_->world; }
TimePoint Loop::now() const { return scheduler_->now(); }
bool Loop::is_virtual() const { return scheduler_->is_virtual(); }
void Loop::on_clock_step(std::function<void(TimePoint)> listener) { scheduler_->clock_listener = std::move(listener); }
void Loop::begin_anew(std::uint64_t seed, TimePoint start) { scheduler_->begin_anew(seed, start); }

void Loop::run() { scheduler_->run(); }
void Loop::stop() { scheduler_->stop(); }

Fiber Loop::spawn(std::string name, std::function<void()> body) {
  return Fiber(scheduler_->spawn(std::move(name), std::move(body)));
}

Timer Loop::at(TimePoint time, TimerKind kind, std::function<void()> body) {
  return scheduler_->at(time, kind, std::move(body));
}

void Loop::yield() { scheduler_->yield(); }

void Loop::sleep_until(TimePoint time, TimerKind kind) { scheduler_->wait(Deadline::at(time, kind)); }

namespace loop_detail {

bool wait_for(Scheduler& scheduler, int descriptor, Poller::Direction direction, const Deadline& deadline) {
  struct Registration {
    Poller& poller;
    int descriptor;
    Poller::Direction direction;
    FiberState& fiber;
    ~Registration() { poller.end_wait(descriptor, direction, fiber); }
  };
  FiberState& fiber = scheduler.current();
  scheduler.poller.begin_wait(descriptor, direction, fiber);
  const Registration registration{scheduler.poller, descriptor, direction, fiber};
  return scheduler.wait(deadline);
}

}  // namespace loop_detail

bool Loop::wait_readable(int descriptor, Deadline deadline) {
  return loop_detail::wait_for(*scheduler_, descriptor, Poller::Direction::kRead, deadline);
}

bool Loop::wait_writable(int descriptor, Deadline deadline) {
  return loop_detail::wait_for(*scheduler_, descriptor, Poller::Direction::kWrite, deadline);
}

void Loop::forget(int descriptor) { scheduler_->poller.forget(descriptor); }

void Loop::in_pool(const std::function<void()>& work) { scheduler_->in_pool(work); }

Busy Loop::busy() {
  ++scheduler_->busy;
  return Busy(scheduler_.get());
}

bool Loop::quiescent() const { return scheduler_->quiescent(); }
bool Loop::settle(Deadline deadline) { return scheduler_->settle(deadline); }
bool Loop::advance_to(TimePoint time, Deadline deadline) { return scheduler_->advance_to(time, deadline); }

}  // namespace loop
