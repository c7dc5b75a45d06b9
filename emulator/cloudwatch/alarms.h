#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/cloudwatch/alarm.h"
#include "emulator/cloudwatch/metrics.h"
#include "emulator/delivery/deliveries.h"
#include "emulator/loop/loop.h"
#include "emulator/store/store.h"

namespace cloudwatch {

// Alarms by their ARN. Each is evaluated at the end of a period of its metric, while samples come and until the last of
// them no longer counts; then it rests. A change of state, what it tells its topics and the event on the default bus
// are one transaction.
class Alarms {
 public:
  Alarms(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries, Metrics& metrics);

  // Begins to evaluate what the store holds from before. After all targets are there.
  void start();

  // Makes it or configures it anew; one that is there keeps its state. Throws the fault of a wrong one.
  void put(Alarm alarm);
  // The same, where it is not so already; for the template. A new one that is OK without samples is so at once, as if
  // it had been deployed before: nobody is told.
  void ensure(Alarm alarm);
  void remove(const std::vector<std::string>& arns);  // all or, where one is missing, none
  const Alarm* find(std::string_view arn) const;
  const Alarm& get(std::string_view arn) const;                                             // throws not_found()
  std::vector<const Alarm*> list(std::string_view account, std::string_view region) const;  // by name
  void enable_actions(const std::string& arn, bool enabled);
  // By hand: its actions are told, and the next evaluation may change it again.
  void set_state(const std::string& arn, AlarmState state);

 private:
  void save(const Alarm& alarm);
  void watch(const Alarm& alarm);  // from the end of its present period on
  void evaluate_one(const std::string& arn);
  void change(const Alarm& alarm, AlarmState state);
  std::vector<Period> periods_before(const Alarm& alarm, TimePoint end) const;

  loop::Loop& loop_;
  store::Store& store_;
  delivery::Deliveries& deliveries_;
  Metrics& metrics_;
  store::Space space_ = {};
  bool started_ = false;
  std::map<std::string, Alarm, std::less<>> alarms_ = {};
  std::map<std::string, loop::Timer, std::less<>> timers_ = {};  // of those that are watched
};

}  // namespace cloudwatch
