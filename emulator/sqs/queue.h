#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "emulator/sqs/message_groups.h"

namespace sqs {

using base::Duration;
using base::TimePoint;

// Where one message stands in its queue. Small, because a queue of a million messages holds a million of them; what the
// message says lies in the store.
struct Place {
  std::uint64_t sequence = 0;  // in the order of sending; one of all queues
  TimePoint sent = {};
  TimePoint visible_at = {};           // hidden until then: delayed, or in flight
  TimePoint received = {};             // the last time, and …
  TimePoint first_received = {};       // … the first, where `receives` is not 0
  std::uint32_t receives = 0;          // in all queues it has been in
  std::uint32_t earlier_receives = 0;  // of these, before it came to this one
  std::uint32_t bytes = 0;
  std::string group = {};  // MessageGroupId of a FIFO queue's message; empty in a standard queue
};

// The messages of one queue. Pure: it is told what time it is, and neither waits nor stores.
//
// In a FIFO queue each message group goes by itself: its messages are handed out from its oldest one on, up to the
// first that is hidden, so that whoever holds the oldest holds up the group. (SQS Developer Guide, "FIFO queue delivery
// logic")
class Queue {
 public:
  enum class Kind { kStandard, kFifo };
  explicit Queue(Kind kind = Kind::kStandard) : kind_(kind) {}

  struct Wanted {
    std::size_t messages = 1;
    std::size_t bytes = SIZE_MAX;  // of all together; the first one is handed out whatever its size
    Duration visibility = std::chrono::seconds(30);
  };
  struct Rules {
    Duration retention = std::chrono::days(4);
    std::uint32_t maximum_receives = 0;  // 0: no dead-letter queue
  };
  struct Picked {
    std::vector<Place> delivered = {};  // as they stand when they have been handed out
    std::vector<Place> dead = {};       // received as often as allowed: for the dead-letter queue
    std::vector<Place> expired = {};
  };

  void add(const Place& place, TimePoint now);
  // Chooses visible messages, oldest first (of a FIFO queue: as many as possible of the group that has waited longest,
  // then of the next), and changes nothing: once the choice is durable, `replace` those delivered and `erase` the
  // others.
  //
  // A message that this queue handed out `maximum_receives` times already is dead instead. One older than `retention`
  // has expired, wherever it stands. (SQS Developer Guide, "Dead-letter queues"; "Message retention")
  Picked pick(TimePoint now, const Wanted& wanted, const Rules& rules);
  void replace(const Place& place, TimePoint now);
  void erase(std::uint64_t sequence);
  void clear();

  const Place* find(std::uint64_t sequence) const;
  bool any_visible(TimePoint now);                // that can be handed out
  std::optional<TimePoint> next_visible() const;  // when the first hidden one reappears
  std::vector<Place> older_than(TimePoint time) const;
  // The first `most` visible messages in the order of sending, below `before`. They may be of blocked groups.
  std::vector<Place> oldest_visible(TimePoint now, std::size_t most, std::uint64_t before);

  struct Counts {
    std::size_t visible = 0, in_flight = 0, delayed = 0;
  };
  Counts counts(TimePoint now);
  std::size_t size() const { return places_.size(); }

 private:
  enum class Choice { kNext, kEnough };
  void show(TimePoint now);
  void file(const Place& place, TimePoint now);
  void unfile(const Place& place);
  Choice choose(Picked& picked, std::size_t& bytes, Place place, TimePoint now, const Wanted& wanted,
                const Rules& rules) const;

  Kind kind_ = Kind::kStandard;
  std::map<std::uint64_t, Place> places_ = {};                 // by sequence
  std::set<std::uint64_t> visible_ = {};                       // each place is either here …
  std::set<std::pair<TimePoint, std::uint64_t>> hidden_ = {};  // … or here, by the time it reappears
  std::size_t in_flight_ = 0;                                  // of the hidden ones
  MessageGroups groups_ = {};                                  // of a FIFO queue
};

}  // namespace sqs
