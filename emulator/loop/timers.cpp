#include "emulator/loop/timers.h"

#include "emulator/loop/scheduler.h"

namespace loop {

WorldTimers::Id WorldTimers::add(TimePoint time, TimerKind kind, FiberState* waiter, std::function<void()> callback) {
  const Id id = ++last_id_;
  Queue& queue = kind == TimerKind::kOneOff ? one_off_ : periodic_;
  const auto position = queue.emplace(std::pair(time, id),
                                      Due{.id = id, .time = time, .waiter = waiter, .callback = std::move(callback)});
  places_.emplace(id, Place{.queue = &queue, .position = position.first});
  return id;
}

void WorldTimers::remove(Id id) {
  const auto place = places_.find(id);
  if (place == places_.end()) return;
  place->second.queue->erase(place->second.position);
  places_.erase(place);
}

const WorldTimers::Queue* WorldTimers::first_of(Which which) const {
  if (which == Which::kOneOff || periodic_.empty()) return one_off_.empty() ? nullptr : &one_off_;
  if (one_off_.empty()) return &periodic_;
  return one_off_.begin()->first < periodic_.begin()->first ? &one_off_ : &periodic_;
}

std::optional<TimePoint> WorldTimers::next(Which which) const {
  const Queue* queue = first_of(which);
  if (queue == nullptr) return std::nullopt;
  return queue->begin()->first.first;
}

std::optional<WorldTimers::Due> WorldTimers::take_due(Which which, TimePoint now) {
  const Queue* queue = first_of(which);
  if (queue == nullptr || queue->begin()->first.first > now) return std::nullopt;
  Due due = std::move(places_.at(queue->begin()->first.second).position->second);
  remove(due.id);
  return due;
}

std::optional<RealTime> RealTimers::next() const {
  if (entries_.empty()) return std::nullopt;
  return entries_.begin()->first;
}

void RealTimers::look_at(FiberState& fiber, RealTime time) {
  if (fiber.real_timer) {
    if ((*fiber.real_timer)->first <= time) return;
    entries_.erase(*fiber.real_timer);
  }
  fiber.real_timer = entries_.emplace(time, &fiber);
}

FiberState* RealTimers::take_due(RealTime now) {
  if (entries_.empty() || entries_.begin()->first > now) return nullptr;
  FiberState* fiber = entries_.begin()->second;
  remove(*fiber);
  return fiber;
}

void RealTimers::remove(FiberState& fiber) {
  if (!fiber.real_timer) return;
  entries_.erase(*fiber.real_timer);
  fiber.real_timer.reset();
}

}  // namespace loop
