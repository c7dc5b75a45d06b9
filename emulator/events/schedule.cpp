#include "emulator/events/schedule.h"

#include <algorithm>

namespace events {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year_month_day;

namespace {

year_month_day last_day_of_month(year_month_day date) {
  return year_month_day{date.year() / date.month() / std::chrono::last};
}

bool is_weekend(sys_days day) { return weekday(day) == std::chrono::Saturday || weekday(day) == std::chrono::Sunday; }

// The Monday to Friday nearest to a date, never in another month.
sys_days nearest_weekday(year_month_day date) {
  const sys_days day = date;
  if (!is_weekend(day)) return day;
  const bool saturday = weekday(day) == std::chrono::Saturday;
  const sys_days near = saturday ? day - days(1) : day + days(1);
  if (year_month_day(near).month() == date.month()) return near;
  return saturday ? day + days(2) : day - days(2);
}

}  // namespace

bool Schedule::Cron::holds_day_of_month(sys_days day) const {
  const year_month_day date = day;
  if (any_day || days[static_cast<unsigned>(date.day())]) return true;
  const year_month_day last = last_day_of_month(date);
  if (last_day && date == last) return true;
  if (last_weekday && day == nearest_weekday(last)) return true;
  return std::ranges::any_of(near, [&](int wanted) {
    const year_month_day aimed = date.year() / date.month() / std::chrono::day(static_cast<unsigned>(wanted));
    return aimed.ok() && day == nearest_weekday(aimed);
  });
}

bool Schedule::Cron::holds_weekday(sys_days day) const {
  const unsigned wanted = weekday(day).c_encoding();
  if (any_weekday || weekdays[wanted]) return true;
  const year_month_day date = day;
  const int week = (static_cast<int>(static_cast<unsigned>(date.day())) - 1) / 7 + 1;
  const bool last = year_month_day(day + std::chrono::days(7)).month() != date.month();
  return (last && std::ranges::find(last_of, static_cast<int>(wanted)) != last_of.end()) ||
         std::ranges::find(nth, std::pair(static_cast<int>(wanted), week)) != nth.end();
}

bool Schedule::Cron::holds(sys_days day) const {
  const year_month_day date = day;
  return months[static_cast<unsigned>(date.month())] && holds_day_of_month(day) && holds_weekday(day);
}

std::optional<base::TimePoint> Schedule::Cron::next(base::TimePoint after) const {
  const auto first = std::chrono::floor<std::chrono::minutes>(after) + std::chrono::minutes(1);
  for (sys_days day = std::chrono::floor<std::chrono::days>(first);; day += std::chrono::days(1)) {
    const int year = static_cast<int>(year_month_day(day).year());
    if (year > kLastYear) return std::nullopt;
    if (year < kFirstYear || !years[static_cast<std::size_t>(year - kFirstYear)] || !holds(day)) continue;
    for (std::size_t hour = 0; hour < hours.size(); ++hour) {
      if (!hours[hour]) continue;
      for (std::size_t minute = 0; minute < minutes.size(); ++minute) {
        if (!minutes[minute]) continue;
        const auto time = day + std::chrono::hours(hour) + std::chrono::minutes(minute);
        if (time >= first) return base::TimePoint(time);
      }
    }
  }
}

std::optional<base::TimePoint> Schedule::next(base::TimePoint after, base::TimePoint start) const {
  if (const auto* cron = std::get_if<Cron>(&when_)) return cron->next(after);
  const base::Duration rate = std::get<std::chrono::minutes>(when_);
  if (after < start) return start + rate;
  return start + ((after - start) / rate + 1) * rate;
}

}  // namespace events
