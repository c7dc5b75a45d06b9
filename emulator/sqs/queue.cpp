#include "emulator/sqs/queue.h"

#include "base/check.h"

namespace sqs {

void Queue::file(const Place& place, TimePoint now) {
  const bool visible = place.visible_at <= now;
  if (kind_ == Kind::kFifo) groups_.put(place.group, place.sequence, visible);
  if (visible) {
    visible_.insert(place.sequence);
    return;
  }
  hidden_.emplace(place.visible_at, place.sequence);
  if (place.receives > 0) ++in_flight_;
}

void Queue::unfile(const Place& place) {
  if (kind_ == Kind::kFifo) groups_.put(place.group, place.sequence, false);
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
    file(place, now);
  }
}

Queue::Choice Queue::choose(Picked& picked, std::size_t& bytes, Place place, TimePoint now, const Wanted& wanted,
                            const Rules& rules) const {
  if (place.sent + rules.retention <= now) {
    picked.expired.push_back(std::move(place));
    return Choice::kNext;
  }
  if (rules.maximum_receives > 0 && place.receives - place.earlier_receives >= rules.maximum_receives) {
    picked.dead.push_back(std::move(place));
    return Choice::kNext;
  }
  bytes += place.bytes;
  if (!picked.delivered.empty() && bytes > wanted.bytes) return Choice::kEnough;
  if (place.receives++ == 0) place.first_received = now;
  place.received = now;
  place.visible_at = now + wanted.visibility;
  picked.delivered.push_back(std::move(place));
  return picked.delivered.size() == wanted.messages ? Choice::kEnough : Choice::kNext;
}

Queue::Picked Queue::pick(TimePoint now, const Wanted& wanted, const Rules& rules) {
  show(now);
  Picked picked;
  if (wanted.messages == 0) return picked;
  std::size_t bytes = 0;
  if (kind_ == Kind::kStandard) {
    for (const std::uint64_t sequence : visible_) {
      if (choose(picked, bytes, places_.at(sequence), now, wanted, rules) == Choice::kEnough) break;
    }
    return picked;
  }
  groups_.each_ready([&](const MessageGroups::Messages& messages) {
    for (const auto& [sequence, visible] : messages) {
      if (!visible) break;  // and what comes behind it waits
      if (choose(picked, bytes, places_.at(sequence), now, wanted, rules) == Choice::kEnough) return false;
    }
    return true;
  });
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
  if (kind_ == Kind::kFifo) groups_.erase(found->second.group, sequence);
  places_.erase(found);
}

void Queue::clear() {
  places_.clear();
  visible_.clear();
  hidden_.clear();
  in_flight_ = 0;
  groups_.clear();
}

const Place* Queue::find(std::uint64_t sequence) const {
  const auto found = places_.find(sequence);
  return found == places_.end() ? nullptr : &found->second;
}

bool Queue::any_visible(TimePoint now) {
  show(now);
  return kind_ == Kind::kStandard ? !visible_.empty() : groups_.any_ready();
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

std::vector<Place> Queue::oldest_visible(TimePoint now, std::size_t most, std::uint64_t before) {
  show(now);
  std::vector<Place> result;
  for (const std::uint64_t sequence : visible_) {
    if (result.size() == most || sequence >= before) break;
    result.push_back(places_.at(sequence));
  }
  return result;
}

Queue::Counts Queue::counts(TimePoint now) {
  show(now);
  return {.visible = visible_.size(), .in_flight = in_flight_, .delayed = hidden_.size() - in_flight_};
}

}  // namespace sqs
