#include "domain/dates.h"

#include <fmt/format.h>

#include <chrono>

namespace domain {
namespace dates_detail {

constexpr int kMinutesADay = 24 * 60;

// Reads text from the front, piece by piece; a piece that is not there fails all.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    if (rest_.size() < digits) return fail();
    for (std::size_t i = 0; i < digits; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return fail();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }
  bool skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!skip(c)) fail();
  }
  std::size_t skip_digits() {
    std::size_t count = 0;
    while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') ++count;
    rest_.remove_prefix(count);
    return count;
  }
  int fail() {
    failed_ = true;
    return 0;
  }
  bool failed() const { return failed_; }
  std::string_view rest() const { return rest_; }
  bool good_end() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

// Minutes that a zone is ahead of UTC.
int read_zone(Reader& in) {
  if (in.rest().empty() || in.rest() == "Z" || in.rest() == " UTC") return 0;
  const bool ahead = in.skip('+');
  if (!ahead) in.expect('-');
  const int hours = in.number(2);
  in.skip(':');
  const int minutes = in.number(2);
  if (hours > 23 || minutes > 59 || !in.good_end()) in.fail();
  return ahead ? hours * 60 + minutes : -(hours * 60 + minutes);
}

// Minutes from the day's beginning in UTC: below 0, it is the day before.
int read_time(Reader& in) {
  if (!in.skip('T')) in.expect(' ');
  const int hours = in.number(2);
  in.expect(':');
  const int minutes = in.number(2);
  in.expect(':');
  const int seconds = in.number(2);
  if (hours > 23 || minutes > 59 || seconds > 59) in.fail();
  if (in.skip('.')) {
    const std::size_t digits = in.skip_digits();
    if (digits < 1 || digits > 9) in.fail();
  }
  return hours * 60 + minutes - read_zone(in);
}

constexpr std::chrono::sys_days kFirst = std::chrono::year{1} / 1 / 1;
constexpr std::chrono::sys_days kLast = std::chrono::year{9999} / 12 / 31;

}  // namespace dates_detail

using namespace dates_detail;

std::optional<Day> parse_day(std::string_view text) {
  Reader in(text);
  const int year = in.number(4);
  in.expect('-');
  const int month = in.number(2);
  in.expect('-');
  const int day = in.number(2);
  const int minutes = in.rest().empty() ? 0 : read_time(in);
  const auto date = std::chrono::year{year} / month / day;
  if (in.failed() || year == 0 || !date.ok()) return std::nullopt;

  auto days = std::chrono::sys_days(date);
  if (minutes < 0) days -= std::chrono::days(1);
  if (minutes >= kMinutesADay) days += std::chrono::days(1);
  if (days < kFirst || days > kLast) return std::nullopt;
  return Day{static_cast<std::int32_t>(days.time_since_epoch().count())};
}

std::string format_day(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day.number))};
  return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

}  // namespace domain
