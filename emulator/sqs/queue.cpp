#include "emulator/sqs/queue.h"

#include "base/check.h"

namespace sqs {

void Queue::file(const Place& place, TimePoint now) {
  if (place.visible_at <= now) {
    visible_.insert(place.sequence);
    return;
  }
  hidden_.emplace(place.visible_at, place.sequence);
  if (place.receives > 0) ++in_flight_;
}

void Queue::unfile(const Place& place) {
  if (visible_.erase(place.sequence) > 0) return;
  CHECK(hidden_.erase({place.visible_at, place.sequence}) == 1);
  if (place.receives > 0) --in_flight_;
}

void Queue::add(const Place& place, TimePoint now) {
  CHECK(places_.emplace(place.sequence, place).second);
  file(place, now);
}

void Queue::show(TimePoint now) {
  while (!hidden_.empty() && hidden_.begin()->first <= now) {
    const Place& place = places_.at(hidden_.begin()->second);
    unfile(place);
    visible_.insert(place.sequence);
  }
}

Queue::Picked Queue::pick(TimePoint now, const Wanted& wanted, const Rules& rules) {
  show(now);
  Picked picked;
  std::size_t bytes = 0;
  for (const std::uint64_t sequence : visible_) {
    if (picked.delivered.size() == wanted.messages) break;
    Place place = places_.at(sequence);
    if (place.sent + rules.retention <= now) {
      picked.expired.push_back(place);
      continue;
    }
    if (rules.maximum_receives > 0 && place.receives - place.earlier_receives >= rules.maximum_receives) {
      picked.dead.push_back(place);
      continue;
    }
    bytes += place.bytes;
    if (!picked.delivered.empty() && bytes > wanted.bytes) break;
    if (place.receives++ == 0) place.first_received = now;
    place.received = now;
    place.visible_at = now + wanted.visibility;
    picked.delivered.push_back(place);
  }
  return picked;
}

void Queue::replace(const Place& place, TimePoint now) {
  Place& old = places_.at(place.sequence);
  unfile(old);
  old = place;
  file(old, now);
}

void Queue::erase(std::uint64_t sequence) {
  const auto found = places_.find(sequence);
  if (found == places_.end()) return;
  unfile(found->second);
  places_.erase(found);
}

void Queue::clear() {
  places_.clear();
  visible_.clear();
  hidden_.clear();
  in_flight_ = 0;
}

const Place* Queue::find(std::uint64_t sequence) const {
  const auto found = places_.find(sequence);
  return found == places_.end() ? nullptr : &found->second;
}

bool Queue::any_visible(TimePoint now) {
  show(now);
  return !visible_.empty();
}

std::optional<TimePoint> Queue::next_visible() const {
  return hidden_.empty() ? std::nullopt : std::optional(hidden_.begin()->first);
}

std::vector<Place> Queue::older_than(TimePoint time) const {
  std::vector<Place> result;
  for (const auto& [sequence, place] : places_) {
    if (place.sent <= time) result.push_back(place);
  }
  return result;
}

Queue::Counts Queue::counts(TimePoint now) {
  show(now);
  return {.visible = visible_.size(), .in_flight = in_flight_, .delayed = hidden_.size() - in_flight_};
}

}  // namespace sqs
