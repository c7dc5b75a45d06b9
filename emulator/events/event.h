#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "emulator/protocol/fields.h"

namespace events {

// An event on a bus.
struct Event {
  std::string id = {};
  std::string detail_type = {};
  std::string source = {};
  std::string account = {};
  base::TimePoint time = {};
  std::string region = {};
  std::vector<std::string> resources = {};
  std::string detail = {};       // JSON, an object, without blanks
  std::string replay_name = {};  // of the replay that brought it back; empty: it came in itself

  // As rules compare it and targets get it. (EventBridge User Guide, "Event structure")
  std::string to_json() const;
};

// What to_json() wrote. Throws base::JsonError, JsonTextError.
Event parse_event(const std::string& json);

// One of PutEvents' Entries.
struct Entry {
  std::string bus = {};  // name or ARN; empty: the default one
  Event event = {};      // id, account and region are its bus's affair
  bool has_time = false;
};
// Why an entry was not taken; the others of its request are not concerned.
struct EntryError {
  std::string code = {};
  std::string message = {};
};
std::variant<Entry, EntryError> parse_entry(const protocol::Fields& in);

// What an entry counts for against the limit of a request. (EventBridge User Guide, "Calculating PutEvents event entry
// size")
std::size_t size_of_entry(const protocol::Fields& in);

}  // namespace events
