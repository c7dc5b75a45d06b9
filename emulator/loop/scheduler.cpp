#include "emulator/loop/scheduler.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace loop {
namespace scheduler_detail {

[[noreturn]] void end_by_exception(const std::string& fiber, const char* what) {
  std::fprintf(stderr, "fiber '%s' ended by an exception that nobody caught: %s\n", fiber.c_str(), what);
  std::abort();
}

void run_body(const std::string& name, const std::function<void()>& body) {
  try {
    body();
  } catch (const Cancelled&) {
  } catch (const std::exception& error) {
    end_by_exception(name, error.what());
  } catch (...) {
    end_by_exception(name, "not a std::exception");
  }
}

}  // namespace scheduler_detail

using namespace scheduler_detail;

Scheduler::Scheduler(const Loop::Options& options)
    : world(options.seed), pool(options.pool_threads, [this] { poller.wake(); }), virtual_now_(options.virtual_start) {}

Scheduler::~Scheduler() {
  CHECK(!in_fiber());
  CHECK(busy == 0);
  // Without run() fibers were spawned at most and never begun; a handle may keep one, so it is said to be over.
  for (const auto& [id, fiber] : fibers_) fiber->done = true;
}

void Scheduler::run() {
  CHECK(!ran_);
  ran_ = true;
  while (!stopping_ || !fibers_.empty()) {
    if (stop_requested_.load(std::memory_order_relaxed) && !stopping_) cancel_all();
    run_ready();
    wait_for_events();
  }
}

void Scheduler::stop() {
  stop_requested_.store(true, std::memory_order_relaxed);
  poller.wake();
}

void Scheduler::cancel_all() {
  stopping_ = true;
  for (const auto& [id, fiber] : fibers_) cancel(*fiber);
}

// One round: those that are ready now. Whoever becomes ready meanwhile waits for the next, after a look at the events,
// so that two fibers that yield to each other do not keep the rest of the world out.
void Scheduler::run_ready() {
  for (std::size_t round = ready_.size(); round > 0; --round) {
    FiberState& fiber = *ready_.front();
    ready_.pop_front();
    current_ = &fiber;
    fiber.context.resume();
    current_ = nullptr;
    if (!fiber.context.ended()) continue;
    fiber.done = true;
    real_timers_.remove(fiber);
    for (auto* joiner = fiber.joiners.first(); joiner != nullptr; joiner = joiner->next()) wake(joiner->fiber());
    // A joiner's entry refers to the list until it has run: whoever joins holds the state by its handle.
    fibers_.erase(fiber.id);
  }
}

void Scheduler::wait_for_events() {
  fire_due_timers();
  if (stopping_ && fibers_.empty()) return;
  const bool may_rest = resters_.size() > 0 && at_rest();
  const bool look_only = !ready_.empty() || may_rest || stop_requested_.load(std::memory_order_relaxed) != stopping_;
  const int events = look_only ? poller.collect_now(polled_) : poller.collect(next_look(), polled_);
  for (FiberState* fiber : polled_) wake(*fiber);
  polled_.clear();
  for (Pool::Job* job : pool.take_done()) wake(*job->fiber);
  // Those who wait for rest go one at a time: the first may move the clock, and then it is not rest for the second.
  if (may_rest && events == 0 && at_rest()) wake(resters_.first()->fiber());
}

std::shared_ptr<FiberState> Scheduler::spawn(std::string name, std::function<void()> body) {
  const std::uint64_t id = ++last_fiber_;
  auto fiber = std::make_shared<FiberState>(*this, stacks_, id, std::move(name),
                                            [this, body = std::move(body)] { run_body(current().name, body); });
  fiber->cancelled = stopping_;
  fibers_.emplace(id, fiber);
  make_ready(*fiber);
  return fiber;
}

void Scheduler::make_ready(FiberState& fiber) { ready_.push_back(&fiber); }

void Scheduler::cancel(FiberState& fiber) {
  if (fiber.done) return;
  fiber.cancelled = true;
  if (fiber.cancellable) wake(fiber, FiberState::Woken::kCancelled);
}

bool Scheduler::wake(FiberState& fiber, FiberState::Woken reason) {
  if (!fiber.waiting) return false;
  fiber.waiting = false;
  fiber.woken = reason;
  make_ready(fiber);
  return true;
}

// In a cancelled fiber: throws, or where that would be a second exception in flight, lets the others run once.
bool Scheduler::throw_if_cancelled() {
  if (!current().cancelled) return false;
  if (std::uncaught_exceptions() == 0) throw Cancelled();
  make_ready(current());
  current().context.suspend();
  return true;
}

bool Scheduler::wait(const Deadline& deadline) {
  if (throw_if_cancelled()) return false;
  FiberState& fiber = current();
  // Under a virtual clock no timer would say so. What real time has brought is noticed before the next event is.
  if (deadline.world_time() && *deadline.world_time() <= now()) {
    make_ready(fiber);
    fiber.context.suspend();
    return false;
  }
  WorldTimers::Id timer = 0;
  if (deadline.world_time()) timer = world_timers_.add(*deadline.world_time(), deadline.kind(), &fiber, nullptr);
  if (deadline.real_time()) real_timers_.look_at(fiber, *deadline.real_time());
  fiber.real_deadline = deadline.real_time();
  fiber.waiting = true;
  fiber.context.suspend();
  fiber.real_deadline.reset();
  if (timer != 0) world_timers_.remove(timer);
  if (fiber.woken == FiberState::Woken::kCancelled && std::uncaught_exceptions() == 0) throw Cancelled();
  return fiber.woken == FiberState::Woken::kNotified;
}

void Scheduler::wait_uncancellable() {
  FiberState& fiber = current();
  fiber.cancellable = false;
  fiber.waiting = true;
  fiber.context.suspend();
  fiber.cancellable = true;
}

void Scheduler::in_pool(const std::function<void()>& work) {
  FiberState& fiber = current();
  if (fiber.cancelled && std::uncaught_exceptions() == 0) throw Cancelled();
  Pool::Job job{.work = &work, .fiber = &fiber};
  pool.submit(job);
  wait_uncancellable();
  if (job.error) std::rethrow_exception(std::exchange(job.error, nullptr));
}

void Scheduler::yield() {
  if (throw_if_cancelled()) return;
  FiberState& fiber = current();
  make_ready(fiber);
  fiber.context.suspend();
  if (fiber.cancelled && std::uncaught_exceptions() == 0) throw Cancelled();
}

}  // namespace loop
