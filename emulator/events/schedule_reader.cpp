// From text to a Schedule.

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"
#include "emulator/events/schedule.h"

namespace events {
namespace schedule_reader_detail {

constexpr std::array<std::string_view, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                      "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdays = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
constexpr int kLongestRate = 1'000'000'000;

std::optional<int> number_in(std::string_view text, int least, int most) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos || text.size() > 9) {
    return std::nullopt;
  }
  const auto value = static_cast<int>(*base::parse_int(text));
  return value >= least && value <= most ? std::optional(value) : std::nullopt;
}

// What a field may hold: numbers from `least` to `most`, or names, the first of which is the number `first_name`.
struct Domain {
  int least = 0, most = 0;
  std::span<const std::string_view> names = {};

  std::optional<int> read(std::string_view text) const {
    const std::string upper = base::to_upper(text);
    const auto named = std::ranges::find(names, upper);
    if (named != names.end()) return static_cast<int>(named - names.begin()) + 1;
    return number_in(text, least, most);
  }
};

// "*", "5", "1-5", "0/15", "MON-FRI", "10-20/2": calls take(value) for each; false where it is none of these.
template <class Take>
bool read_range(std::string_view text, const Domain& domain, const Take& take) {
  int step = 1;
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto read = number_in(text.substr(slash + 1), 1, domain.most);
    if (!read) return false;
    step = *read;
    text = text.substr(0, slash);
  }
  int first = domain.least, last = domain.most;
  if (text != "*") {
    const auto dash = text.find('-');
    const auto from = domain.read(text.substr(0, dash));
    if (!from) return false;
    first = *from;
    if (dash != std::string_view::npos) {
      const auto to = domain.read(text.substr(dash + 1));
      if (!to) return false;
      last = *to;
    } else if (slash == std::string_view::npos) {
      last = first;
    }
  }
  if (first > last) {  // round the end: FRI-MON
    for (int value = first; value <= domain.most; value += step) take(value);
    first = domain.least;
  }
  for (int value = first; value <= last; value += step) take(value);
  return true;
}

template <class Take>
bool read_list(std::string_view text, const Domain& domain, const Take& take) {
  return std::ranges::all_of(base::split(text, ','),
                             [&](std::string_view part) { return read_range(part, domain, take); });
}

std::optional<std::chrono::minutes> read_rate(std::string_view text) {
  const auto parts = base::split(text, ' ');
  if (parts.size() != 2) return std::nullopt;
  const auto count = number_in(parts[0], 1, kLongestRate);
  if (!count) return std::nullopt;
  // One is said in the singular, and only one.
  constexpr std::array<std::pair<std::string_view, int>, 3> kUnits = {{{"minute", 1}, {"hour", 60}, {"day", 1440}}};
  for (const auto& [unit, minutes] : kUnits) {
    const std::string wanted = *count == 1 ? std::string(unit) : std::string(unit) + "s";
    if (parts[1] == wanted) return std::chrono::minutes(std::int64_t{*count} * minutes);
  }
  return std::nullopt;
}

}  // namespace schedule_reader_detail

using namespace schedule_reader_detail;

class CronReader {
 public:
  using Cron = Schedule::Cron;

  static std::optional<Cron> read(std::string_view text) {
    const auto fields = base::split(text, ' ');
    if (fields.size() != 6) return std::nullopt;
    Cron cron;
    const bool good =
        read_list(fields[0], {0, 59}, [&](int value) { cron.minutes.set(static_cast<std::size_t>(value)); }) &&
        read_list(fields[1], {0, 23}, [&](int value) { cron.hours.set(static_cast<std::size_t>(value)); }) &&
        read_list(fields[3], {1, 12, kMonths}, [&](int value) { cron.months.set(static_cast<std::size_t>(value)); }) &&
        read_list(fields[5], {Schedule::kFirstYear, Schedule::kLastYear},
                  [&](int value) { cron.years.set(static_cast<std::size_t>(value - Schedule::kFirstYear)); });
    // Of day and day of the week one must be left open, by a question mark.
    const bool day_open = fields[2] == "?", weekday_open = fields[4] == "?";
    if (!good || day_open == weekday_open) return std::nullopt;
    if (!day_open && !read_days(fields[2], cron)) return std::nullopt;
    if (!weekday_open && !read_weekdays(fields[4], cron)) return std::nullopt;
    return cron;
  }

 private:
  static bool read_days(std::string_view text, Cron& cron) {
    cron.any_day = text == "*";
    return std::ranges::all_of(base::split(text, ','), [&](std::string_view part) {
      const std::string day = base::to_upper(part);
      if (day == "L") return cron.last_day = true;
      if (day == "LW" || day == "WL") return cron.last_weekday = true;
      if (day.ends_with('W')) {
        const auto near = number_in(std::string_view(day).substr(0, day.size() - 1), 1, 31);
        if (near) cron.near.push_back(*near);
        return near.has_value();
      }
      return read_range(part, {1, 31}, [&](int value) { cron.days.set(static_cast<std::size_t>(value)); });
    });
  }

  static bool read_weekdays(std::string_view text, Cron& cron) {
    const Domain domain{1, 7, kWeekdays};
    cron.any_weekday = text == "*";
    return std::ranges::all_of(base::split(text, ','), [&](std::string_view part) {
      const std::string day = base::to_upper(part);
      const auto hash = part.find('#');
      if (hash != std::string_view::npos) {
        const auto weekday = domain.read(part.substr(0, hash));
        const auto week = number_in(part.substr(hash + 1), 1, 5);
        if (weekday && week) cron.nth.emplace_back(*weekday - 1, *week);
        return weekday && week;
      }
      if (day == "L") {
        cron.weekdays.set(6);
        return true;
      }
      if (day.ends_with('L')) {
        const auto weekday = domain.read(std::string_view(day).substr(0, day.size() - 1));
        if (weekday) cron.last_of.push_back(*weekday - 1);
        return weekday.has_value();
      }
      return read_range(part, domain, [&](int value) { cron.weekdays.set(static_cast<std::size_t>(value - 1)); });
    });
  }
};

std::optional<Schedule> Schedule::parse(std::string_view text) {
  if (!text.ends_with(')')) return std::nullopt;
  Schedule schedule;
  if (text.starts_with("rate(")) {
    const auto rate = read_rate(text.substr(5, text.size() - 6));
    if (!rate) return std::nullopt;
    schedule.when_ = *rate;
    return schedule;
  }
  if (!text.starts_with("cron(")) return std::nullopt;
  auto cron = CronReader::read(text.substr(5, text.size() - 6));
  if (!cron) return std::nullopt;
  schedule.when_ = std::move(*cron);
  return schedule;
}

}  // namespace events
