#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace sqs {

using base::TimePoint;

// What a FIFO queue took in within the last five minutes: a message that comes again is answered like the first one and
// not put in, even where the first was received and deleted meanwhile. (SQS Developer Guide, "Using the message
// deduplication ID")
class Deduplication {
 public:
  struct Entry {
    TimePoint sent = {};
    std::string message_id = {};
    std::uint64_t sequence = 0;
  };

  // One deduplication id in the whole queue, or in its group alone. No id and no group has a blank in it.
  static std::string key_of(std::string_view id, std::string_view group, bool by_group);

  const Entry* find(std::string_view key, TimePoint now) const;
  void add(const std::string& key, const Entry& entry);
  void erase(const std::string& key);
  void clear();
  std::vector<std::string> expired(TimePoint now, std::size_t most) const;  // keys
  std::vector<std::string> keys() const;

 private:
  std::map<std::string, Entry, std::less<>> entries_ = {};
  std::set<std::pair<TimePoint, std::string>> by_time_ = {};
};

std::string encode(const Deduplication::Entry& entry);
Deduplication::Entry decode_deduplication(std::string_view record);

}  // namespace sqs
