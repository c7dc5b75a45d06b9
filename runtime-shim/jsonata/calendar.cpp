#include <chrono>
#include <cmath>

#include "jsonata/date_picture.h"

// The calendar: instants and what their parts are called, in UTC, as JavaScript's Date counts.

namespace jsonata {
namespace calendar_detail {

constexpr double kDay = 86'400'000;
constexpr double kWeek = 7 * kDay;
constexpr double kLastInstant = 8.64e15;  // either way from 1970 (ECMA-262, TimeClip)

std::chrono::year_month_day date_of(double millis) {
  const auto days = static_cast<int>(std::floor(millis / kDay));
  return std::chrono::sys_days(std::chrono::days(days));
}

double day_of_week(double millis) {  // Monday is 1
  const double day = std::fmod(std::floor(millis / kDay) + 3, 7);
  return (day < 0 ? day + 7 : day) + 1;
}

// The Monday of the week that has the month's first Thursday.
double first_week(double year, double month) {
  const double first = utc_millis(year, month);
  const double day = day_of_week(first);
  return day > 4 ? first + (8 - day) * kDay : first - (day - 1) * kDay;
}

double weeks_between(double start, double end) { return (end - start) / kWeek + 1; }

// A week's number within the year or the month, whose neighbours begin and began where said.
double week_number(double today, double start, double next, double previous, double most) {
  double week = weeks_between(start, today);
  if (week > most) {
    if (today >= next) week = 1;
  } else if (week < 1) {
    week = weeks_between(previous, today);
  }
  return std::floor(week);
}

struct Parts {
  double year = 0, month = 0, day = 0;
};

Parts parts_of(double millis) {
  const auto date = date_of(millis);
  return {static_cast<double>(static_cast<int>(date.year())),
          static_cast<double>(static_cast<unsigned>(date.month())) - 1,
          static_cast<double>(static_cast<unsigned>(date.day()))};
}

double iso_month(double millis, const Parts& date) {
  if (millis < first_week(date.year, date.month)) return date.month == 0 ? 12 : date.month;
  if (millis >= first_week(date.year, date.month + 1)) return std::fmod(date.month + 1, 12) + 1;
  return date.month + 1;
}

double time_part(double millis, double unit, double count) {
  double rest = std::fmod(millis, unit * count);
  if (rest < 0) rest += unit * count;
  return std::floor(rest / unit);
}

}  // namespace calendar_detail

using namespace calendar_detail;

double utc_millis(double year, double month, double day, double hour, double minute, double second, double milli) {
  for (const double field : {year, month, day, hour, minute, second, milli}) {
    if (!std::isfinite(field) || std::abs(field) > 1e9) return std::nan("");
  }
  year = std::trunc(year);
  month = std::trunc(month);
  if (year >= 0 && year <= 99) year += 1900;  // Date.UTC's own gift
  year += std::floor(month / 12);
  month -= 12 * std::floor(month / 12);
  if (std::abs(year) > 300'000) return std::nan("");
  using namespace std::chrono;
  // std::chrono's years end at 32,767; the calendar repeats every 400.
  const double cycles = std::floor(year / 400);
  const auto first = sys_days(std::chrono::year(static_cast<int>(year - 400 * cycles)) /
                              std::chrono::month(static_cast<unsigned>(month) + 1) / 1);
  const double days = static_cast<double>(first.time_since_epoch().count()) + 146'097 * cycles + std::trunc(day) - 1;
  const double time =
      std::trunc(hour) * 3'600'000 + std::trunc(minute) * 60'000 + std::trunc(second) * 1000 + std::trunc(milli);
  const double result = days * kDay + time;
  return std::abs(result) > kLastInstant ? std::nan("") : result;
}

double date_component(double millis, char component) {
  if (!(std::abs(millis) < 9e14)) return std::nan("");  // beyond std::chrono's calendar
  const Parts date = parts_of(millis);
  const double today = std::floor(millis / kDay) * kDay;
  switch (component) {
    case 'Y':
      return date.year;
    case 'M':
      return date.month + 1;
    case 'D':
      return date.day;
    case 'd':
      return (today - utc_millis(date.year, 0)) / kDay + 1;
    case 'F':
      return day_of_week(millis);
    case 'W':
      return week_number(today, first_week(date.year, 0), first_week(date.year + 1, 0), first_week(date.year - 1, 0),
                         52);
    case 'w':
      return week_number(today, first_week(date.year, date.month), first_week(date.year, date.month + 1),
                         first_week(date.year, date.month - 1), 4);
    case 'X':
      return millis < first_week(date.year, 0)        ? date.year - 1
             : millis >= first_week(date.year + 1, 0) ? date.year + 1
                                                      : date.year;
    case 'x':
      return iso_month(millis, date);
    case 'H':
      return time_part(millis, 3'600'000, 24);
    case 'h': {
      const double hour = std::fmod(time_part(millis, 3'600'000, 24), 12);
      return hour == 0 ? 12 : hour;
    }
    case 'P':
      return time_part(millis, 3'600'000, 24) >= 12 ? 1 : 0;
    case 'm':
      return time_part(millis, 60'000, 60);
    case 's':
      return time_part(millis, 1000, 60);
    case 'f':
      return time_part(millis, 1, 1000);
    default:
      return std::nan("");
  }
}

}  // namespace jsonata
