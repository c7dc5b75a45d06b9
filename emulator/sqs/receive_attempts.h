#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "emulator/sqs/queue.h"

namespace sqs {

// What the receives of a FIFO queue handed out under a ReceiveRequestAttemptId, for five minutes: whoever asks again
// because the answer was lost gets the same messages, as long as none was deleted, given back or received again. (SQS
// API Reference, ReceiveMessage)
class ReceiveAttempts {
 public:
  // The places handed out, where all still stand as they did; empty otherwise, and forgotten.
  std::vector<Place> find(const std::string& id, const Queue& queue, TimePoint now) {
    forget_old(now);
    const auto found = attempts_.find(id);
    if (found == attempts_.end()) return {};
    for (const Place& place : found->second.places) {
      const Place* stands = queue.find(place.sequence);
      const bool same = stands && stands->receives == place.receives && stands->visible_at == place.visible_at;
      if (same && place.visible_at > now) continue;
      attempts_.erase(found);
      return {};
    }
    return found->second.places;
  }
  // Of an attempt that is known already the five minutes go on.
  void add(const std::string& id, std::vector<Place> places, TimePoint now) {
    const auto [at, fresh] = attempts_.try_emplace(id, Attempt{.made = now});
    if (fresh) by_time_.emplace(now, id);
    at->second.places = std::move(places);
  }
  void clear() {
    attempts_.clear();
    by_time_.clear();
  }

 private:
  struct Attempt {
    TimePoint made = {};
    std::vector<Place> places = {};
  };
  void forget_old(TimePoint now) {
    while (!by_time_.empty() && by_time_.begin()->first + std::chrono::minutes(5) <= now) {
      const auto found = attempts_.find(by_time_.begin()->second);
      if (found != attempts_.end() && found->second.made == by_time_.begin()->first) attempts_.erase(found);
      by_time_.erase(by_time_.begin());
    }
  }
  std::map<std::string, Attempt> attempts_ = {};
  std::multimap<TimePoint, std::string> by_time_ = {};
};

}  // namespace sqs
