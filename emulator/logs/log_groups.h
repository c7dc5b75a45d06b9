#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/loop/loop.h"
#include "emulator/protocol/call.h"
#include "emulator/store/store.h"

namespace logs {

using base::TimePoint;

struct Event {
  std::int64_t timestamp = 0;  // ms since 1970, as the writer says
  std::int64_t ingested = 0;   // ms since 1970, when it came here
  std::string stream = {};
  std::string message = {};
  std::string id = {};  // 56 digits, in the order of the events of a group
};

struct Stream {
  std::string name = {};
  std::int64_t created = 0;
  std::int64_t first_event = 0;
  std::int64_t last_event = 0;
  std::int64_t last_ingestion = 0;
};

struct Group {
  std::string account = {};
  std::string region = {};
  std::string name = {};
  std::int64_t created = 0;
  std::int64_t stored_bytes = 0;
  std::uint64_t next_event = 0;  // numbers the events, so that those of one time stay in order
  std::optional<int> retention_days = {};
  std::string arn() const;  // without the ":*" that some answers put behind it
};

// Log groups, their streams, their events. An event's record lies under its group and time, so that a range of time is
// a range of keys. Events older than the group's retention go once an hour.
class LogGroups {
 public:
  LogGroups(loop::Loop& loop, store::Store& store);

  void create(const protocol::Call& call, const std::string& name);
  void remove(const protocol::Call& call, const std::string& name);
  // Makes the group where it is missing, and sets its retention. For the template.
  void ensure(const std::string& account, const std::string& region, const std::string& name,
              std::optional<int> retention_days);
  void set_retention(const protocol::Call& call, const std::string& name, std::optional<int> days);
  const Group& get(const protocol::Call& call, const std::string& name) const;  // throws group_not_found()
  std::vector<const Group*> list(const protocol::Call& call, std::string_view prefix) const;

  void create_stream(const protocol::Call& call, const std::string& group, const std::string& stream);
  std::vector<Stream> streams(const protocol::Call& call, const std::string& group, std::string_view prefix) const;
  void put(const protocol::Call& call, const std::string& group, const std::string& stream, std::vector<Event> events);
  // What a function wrote: group and stream are made where they are missing.
  void append(const std::string& account, const std::string& region, const std::string& group,
              const std::string& stream, const std::vector<std::string>& lines);

  // Events from `from` (ms) to before `to`, behind the event `after` where one is given, in order of time, until
  // `visit` returns false.
  void each(const protocol::Call& call, const std::string& group, std::int64_t from, std::int64_t to,
            std::string_view after, const std::function<bool(const Event&)>& visit) const;

 private:
  using Key = std::string;  // account/region/name
  void write(Group& group, const std::string& stream, const std::vector<Event>& events);
  Group& find_or_throw(const protocol::Call& call, const std::string& name);
  void expire();
  void expire(Group& group);

  loop::Loop& loop_;
  store::Store& store_;
  store::Space group_space_ = {}, stream_space_ = {}, event_space_ = {};
  std::map<Key, Group> groups_ = {};
  loop::Timer expiry_ = {};
};

}  // namespace logs
