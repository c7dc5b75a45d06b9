#pragma once

#include <map>
#include <string>

#include "emulator/events/publisher.h"
#include "emulator/events/rules.h"
#include "emulator/events/schedule.h"

namespace events {

// Rings for scheduled rules. Their timers are periodic, so that a virtual clock fires them only as far as it is told to
// go. What would have rung while the emulator was down does not ring afterwards.
class Schedules {
 public:
  Schedules(loop::Loop& loop, store::Store& store, Rules& rules, Publisher& publisher);
  void start();

 private:
  void set(const std::string& rule_arn, const Rule* rule);
  void ring(const std::string& rule_arn, base::TimePoint time);

  loop::Loop& loop_;
  store::Store& store_;
  Rules& rules_;
  Publisher& publisher_;
  bool started_ = false;
  std::map<std::string, loop::Timer> timers_ = {};  // by the rule's ARN
};

}  // namespace events
