#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/events/bus.h"
#include "emulator/patterns/pattern.h"
#include "emulator/protocol/fields.h"

namespace events {

// Where a rule sends events to.
struct Target {
  std::string id = {};
  std::string arn = {};
  base::Json settings = {};  // all that was said of it, Id and Arn too, as AWS shows it
};

// Throws invalid_pattern(): one that does not parse, or is more than AWS takes.
std::shared_ptr<const patterns::Pattern> compile_pattern(const std::string& text);

// A rule of a bus: which events, or at what times, and whereto.
struct Rule {
  std::string account = {};
  std::string region = {};
  std::string bus = {};  // its name
  std::string name = {};
  std::string description = {};
  std::string pattern = {};   // as it was written; empty where there is none
  std::string schedule = {};  // rate(...) or cron(...); empty where there is none
  bool enabled = true;
  std::string state = "ENABLED";  // or DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
  std::string role = {};
  Tags tags = {};
  TimePoint started = {};  // when its schedule began to count
  std::vector<Target> targets = {};
  std::shared_ptr<const patterns::Pattern> compiled = {};  // of `pattern`

  std::string arn() const;
  const Target* find_target(std::string_view id) const;
};

base::Json encode(const Rule& rule);
Rule decode_rule(std::string_view record);

// Reads one of PutTargets' Targets. Throws the fault of what EventBridge refuses, and not_supported().
Target parse_target(const protocol::Fields& in);

}  // namespace events
