#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/events/archive.h"
#include "emulator/events/event.h"
#include "emulator/events/records.h"
#include "emulator/loop/loop.h"
#include "emulator/patterns/pattern_event.h"
#include "emulator/store/store.h"

namespace events {

// The archives and the events that they hold, in the order of the events' times. Events leave them when their retention
// is over.
class Archives {
 public:
  Archives(loop::Loop& loop, store::Store& store);

  // Makes it, or brings what is there up to it; the pattern is compiled. Throws invalid_pattern().
  void put(Archive archive);
  void remove(const std::string& arn);  // with its events
  const Archive* find(std::string_view arn) const;
  std::vector<const Archive*> list(std::string_view account, std::string_view region) const;  // by name

  // Keeps an event that came to a bus where an archive wants it, in the transaction that takes it in.
  void keep(store::Transaction& transaction, std::string_view bus_arn, const Event& event,
            const patterns::FlatEvent& flat);

  struct Contents {
    std::size_t events = 0;
    std::size_t bytes = 0;
  };
  Contents contents(const std::string& arn) const;
  // Up to `limit` events of the time from `from` to before `to`, behind `position`: (position, JSON).
  std::vector<store::Entry> events(const std::string& arn, TimePoint from, TimePoint to, const std::string& position,
                                   std::size_t limit) const;

 private:
  void expire();
  void expire(const Archive& archive);

  loop::Loop& loop_;
  store::Store& store_;
  store::Space space_ = {}, event_space_ = {};
  Records<Archive> archives_ = {};  // by ARN
  std::uint64_t kept_ = 0;          // since the start: orders what came at one time
  loop::Timer expiry_ = {};
};

}  // namespace events
