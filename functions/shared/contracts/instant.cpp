#include "contracts/instant.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "base/check.h"

namespace contracts {
namespace instant_detail {

using std::chrono::milliseconds;
using std::chrono::minutes;

// Takes what a text begins with, piece by piece; once something is not there, nothing more is.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  int number(std::size_t least, std::size_t most) {
    int value = 0;
    std::size_t digits = 0;
    for (; digits < most && digits < text_.size() && text_[digits] >= '0' && text_[digits] <= '9'; ++digits) {
      value = value * 10 + (text_[digits] - '0');
    }
    if (digits < least) good_ = false;
    text_.remove_prefix(digits);
    return value;
  }
  int number(std::size_t digits) { return number(digits, digits); }

  bool maybe(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) { good_ = maybe(c) && good_; }

  // "Mon": an upper-case letter and two lower-case ones.
  std::string_view name() {
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    if (text_.size() < 3 || text_[0] < 'A' || text_[0] > 'Z' || !is_lower(text_[1]) || !is_lower(text_[2])) {
      good_ = false;
      return {};
    }
    const std::string_view found = text_.substr(0, 3);
    text_.remove_prefix(3);
    return found;
  }

  char first() const { return text_.empty() ? '\0' : text_.front(); }
  bool at_end() const { return good_ && text_.empty(); }

 private:
  std::string_view text_;
  bool good_ = true;
};

struct Fields {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0;
  int offset_hours = 0, offset_minutes = 0;
  bool west = false;
};

void read_clock(Scanner& in, Fields& to) {
  to.hour = in.number(2);
  in.expect(':');
  to.minute = in.number(2);
  in.expect(':');
  to.second = in.number(2);
}

enum class Colon { kMaybe, kNever };
void read_offset(Scanner& in, Fields& to, Colon colon) {
  to.west = in.maybe('-');
  if (!to.west) in.expect('+');
  to.offset_hours = in.number(2);
  if (colon == Colon::kMaybe) in.maybe(':');
  to.offset_minutes = in.number(2);
}

std::optional<Fields> read_rfc3339(std::string_view text) {
  Scanner in(text);
  Fields to;
  to.year = in.number(4);
  in.expect('-');
  to.month = in.number(2);
  in.expect('-');
  to.day = in.number(2);
  if (!in.maybe('T')) in.expect(' ');
  read_clock(in, to);
  if (in.maybe('.')) {
    int scale = 100;
    std::size_t digits = 0;
    for (; digits < 9 && in.first() >= '0' && in.first() <= '9'; ++digits, scale /= 10) {
      to.millisecond += in.number(1) * scale;  // from the fourth on the scale is 0: they are cut
    }
    if (digits == 0) return {};
  }
  if (!in.maybe('Z')) read_offset(in, to, Colon::kMaybe);
  if (!in.at_end()) return {};
  return to;
}

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<Fields> read_rfc5322(std::string_view text) {
  Scanner in(text);
  Fields to;
  if (in.first() >= 'A') {
    in.name();
    in.expect(',');
    in.expect(' ');
  }
  to.day = in.number(1, 2);
  in.expect(' ');
  const std::string_view month = in.name();
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i] == month) to.month = static_cast<int>(i) + 1;
  }
  in.expect(' ');
  to.year = in.number(4);
  in.expect(' ');
  read_clock(in, to);
  in.expect(' ');
  read_offset(in, to, Colon::kNever);
  if (!in.at_end()) return {};
  return to;
}

using Millis = std::chrono::sys_time<milliseconds>;

std::chrono::year_month_day date_of(const Fields& fields) {
  return {std::chrono::year(fields.year), std::chrono::month(static_cast<unsigned>(fields.month)),
          std::chrono::day(static_cast<unsigned>(fields.day))};
}

Millis to_millis(const Fields& fields) {
  const minutes offset = std::chrono::hours(fields.offset_hours) + minutes(fields.offset_minutes);
  return std::chrono::sys_days(date_of(fields)) + std::chrono::hours(fields.hour) + minutes(fields.minute) +
         std::chrono::seconds(fields.second) + milliseconds(fields.millisecond) - (fields.west ? -offset : offset);
}

std::optional<std::string> format(Millis time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  if (year < 0 || year > 9999) return {};
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", year, static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count(), clock.subseconds().count());
}

bool is_on_the_calendar(const Fields& fields) {
  return date_of(fields).ok() && fields.hour <= 23 && fields.minute <= 59 && fields.second <= 59 &&
         fields.offset_hours <= 23 && fields.offset_minutes <= 59;
}

}  // namespace instant_detail

using namespace instant_detail;

std::optional<std::string> normalize_instant(std::string_view text) {
  auto fields = read_rfc3339(text);
  if (!fields) fields = read_rfc5322(text);
  if (!fields || !is_on_the_calendar(*fields)) return {};
  return format(to_millis(*fields));
}

std::string add_hours(std::string_view instant, int hours) {
  const auto fields = read_rfc3339(instant);
  CHECK(fields);
  // Beyond the year 9999 nothing is later.
  return format(to_millis(*fields) + std::chrono::hours(hours)).value_or("9999-12-31T23:59:59.999Z");
}

bool is_instant(std::string_view text) { return normalize_instant(text) == text; }

}  // namespace contracts
