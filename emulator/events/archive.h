#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/events/bus.h"
#include "emulator/patterns/pattern.h"

namespace events {

// What keeps the events of a bus, all or those that a pattern matches.
struct Archive {
  std::string account = {};
  std::string region = {};
  std::string name = {};
  std::string bus = {};  // ARN
  std::string description = {};
  std::string pattern = {};  // empty: every event
  int retention_days = 0;    // 0: for ever
  TimePoint created = {};
  std::shared_ptr<const patterns::Pattern> compiled = {};  // of `pattern`

  std::string arn() const;
};

base::Json encode(const Archive& archive);
Archive decode_archive(std::string_view record);

// Events of an archive that come to their bus again.
struct Replay {
  std::string account = {};
  std::string region = {};
  std::string name = {};
  std::string description = {};
  std::string archive = {};             // ARN
  std::string bus = {};                 // ARN
  std::vector<std::string> rules = {};  // ARNs of the rules that get them; empty: all
  TimePoint from = {}, to = {};         // times of events, the end not included
  std::string state = "STARTING";       // RUNNING, COMPLETED, CANCELLED, FAILED
  std::string reason = {};
  TimePoint started = {};
  std::optional<TimePoint> ended = {};
  std::optional<TimePoint> reached = {};  // the time of the last event that was replayed
  std::string position = {};              // behind its key in the archive

  std::string arn() const;
  bool runs() const { return state == "STARTING" || state == "RUNNING"; }
};

base::Json encode(const Replay& replay);
Replay decode_replay(std::string_view record);

}  // namespace events
