#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>

#include "emulator/loop/loop.h"

namespace loop {

// What is due in the world's time, earliest first and in the order of asking where equally due. Reads no clock.
class WorldTimers {
 public:
  using Id = std::uint64_t;  // never 0
  enum class Which { kOneOff, kAll };
  struct Due {
    Id id = 0;
    TimePoint time = {};
    FiberState* waiter = nullptr;         // a wait's deadline …
    std::function<void()> callback = {};  // … or what Loop::at() was given
  };

  Id add(TimePoint time, TimerKind kind, FiberState* waiter, std::function<void()> callback);
  void remove(Id id);  // also one that is gone already
  std::optional<TimePoint> next(Which which) const;
  std::optional<Due> take_due(Which which, TimePoint now);  // the first that is due at `now`
  bool has_one_off() const { return !one_off_.empty(); }

 private:
  using Queue = std::map<std::pair<TimePoint, Id>, Due>;
  struct Place {
    Queue* queue = nullptr;
    Queue::iterator position = {};
  };
  // The queue whose first is earlier; nothing when there is none.
  const Queue* first_of(Which which) const;

  Queue one_off_ = {};
  Queue periodic_ = {};
  std::unordered_map<Id, Place> places_ = {};
  Id last_id_ = 0;
};

// Deadlines of waits in real time. Most are never reached (a connection's idle timeout), so a wait that ends early
// leaves its entry behind, and the fiber's next wait uses it: an entry that comes due before the fiber's deadline is
// moved on.
class RealTimers {
 public:
  using Entry = std::multimap<RealTime, FiberState*>::iterator;
  std::optional<RealTime> next() const;
  // Sees to it that `fiber` is looked at no later than `time`.
  void look_at(FiberState& fiber, RealTime time);
  FiberState* take_due(RealTime now);
  void remove(FiberState& fiber);

 private:
  std::multimap<RealTime, FiberState*> entries_ = {};
};

}  // namespace loop
