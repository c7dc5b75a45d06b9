#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"

namespace events {

// When a scheduled rule's time comes, in UTC: rate(5 minutes), cron(0 8 ? * MON-FRI *). Pure. (EventBridge User Guide,
// "Setting a schedule pattern for scheduled rules")
class Schedule {
 public:
  // Nothing where it is neither.
  static std::optional<Schedule> parse(std::string_view text);

  // The first time after `after`; a rate counts from `start`. Nothing where there is none any more.
  std::optional<base::TimePoint> next(base::TimePoint after, base::TimePoint start) const;

 private:
  friend class CronReader;
  static constexpr int kFirstYear = 1970, kLastYear = 2199;
  struct Cron {
    std::bitset<60> minutes = {};
    std::bitset<24> hours = {};
    std::bitset<32> days = {};   // of the month
    bool last_day = false;       // L
    bool last_weekday = false;   // LW
    std::vector<int> near = {};  // 15W: the weekday nearest to the 15th, in the month
    std::bitset<13> months = {};
    bool any_weekday = true;                    // ? or *: the day of the month decides
    bool any_day = true;                        // ? or *: the day of the week decides
    std::bitset<7> weekdays = {};               // Sunday is 0
    std::vector<int> last_of = {};              // 5L: the last Thursday
    std::vector<std::pair<int, int>> nth = {};  // 3#2: the second Tuesday
    std::bitset<kLastYear - kFirstYear + 1> years = {};

    bool holds(std::chrono::sys_days day) const;
    bool holds_day_of_month(std::chrono::sys_days day) const;
    bool holds_weekday(std::chrono::sys_days day) const;
    std::optional<base::TimePoint> next(base::TimePoint after) const;
  };
  std::variant<std::chrono::minutes, Cron> when_ = {};
};

}  // namespace events
