#include "emulator/events/schedule.h"

#include <gtest/gtest.h>

namespace events {
namespace {

struct Case {
  const char* name;
  const char* expression;
  const char* after;
  const char* next;  // "never"
};
class NextTime : public ::testing::TestWithParam<Case> {};

TEST_P(NextTime, IsTheFirstAfterwards) {
  const auto schedule = Schedule::parse(GetParam().expression);
  ASSERT_TRUE(schedule);
  const auto start = *base::parse_iso8601("2026-11-21T00:00:30Z");
  const auto next = schedule->next(*base::parse_iso8601(GetParam().after), start);
  EXPECT_EQ(next ? base::format_iso8601(*next, base::Precision::kSeconds) : "never", GetParam().next);
}

INSTANTIATE_TEST_SUITE_P(
    Schedules, NextTime,
    ::testing::Values(Case{"rate", "rate(5 minutes)", "2026-11-21T00:07:00Z", "2026-11-21T00:10:30Z"},
                      Case{"rate_at_its_own_time", "rate(5 minutes)", "2026-11-21T00:05:30Z", "2026-11-21T00:10:30Z"},
                      Case{"rate_of_a_day", "rate(1 day)", "2026-11-23T12:00:00Z", "2026-11-24T00:00:30Z"},
                      Case{"every_minute", "cron(* * * * ? *)", "2026-11-21T00:07:59Z", "2026-11-21T00:08:00Z"},
                      Case{"not_now_but_next", "cron(7 0 * * ? *)", "2026-11-21T00:07:00Z", "2026-11-22T00:07:00Z"},
                      Case{"weekdays", "cron(0 8 ? * MON-FRI *)", "2026-11-20T08:00:00Z", "2026-11-23T08:00:00Z"},
                      Case{"steps", "cron(0/15 9-17 ? * 2-6 *)", "2026-11-20T17:45:00Z", "2026-11-23T09:00:00Z"},
                      Case{"last_day", "cron(0 0 L * ? *)", "2027-02-01T00:00:00Z", "2027-02-28T00:00:00Z"},
                      Case{"last_friday", "cron(0 10 ? * 6L *)", "2026-11-21T00:00:00Z", "2026-11-27T10:00:00Z"},
                      Case{"second_tuesday", "cron(0 10 ? * 3#2 *)", "2026-11-21T00:00:00Z", "2026-12-08T10:00:00Z"},
                      Case{"nearest_weekday", "cron(0 10 15W * ? *)", "2026-11-01T00:00:00Z", "2026-11-16T10:00:00Z"},
                      Case{"nearest_stays_in_its_month", "cron(0 10 1W * ? *)", "2026-07-31T23:00:00Z",
                           "2026-08-03T10:00:00Z"},
                      Case{"leap_day", "cron(0 0 29 FEB ? *)", "2026-11-21T00:00:00Z", "2028-02-29T00:00:00Z"},
                      Case{"gone_by", "cron(0 0 1 1 ? 2020)", "2026-11-21T00:00:00Z", "never"}),
    [](const auto& one) { return one.param.name; });

class NoSchedule : public ::testing::TestWithParam<const char*> {};

TEST_P(NoSchedule, IsTaken) { EXPECT_FALSE(Schedule::parse(GetParam())) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(Schedules, NoSchedule,
                         ::testing::Values("", "rate()", "rate(0 minutes)", "rate(1 minutes)", "rate(2 minute)",
                                           "rate( 5 minutes)", "rate(5  minutes)", "rate(-5 minutes)", "rate(5 weeks)",
                                           "rate(5 minutes", "RATE(5 minutes)", "cron(0 1 * * * *)",
                                           "cron(0 1 ? * ? *)", "cron(60 1 * * ? *)", "cron(0 1 * * ?)",
                                           "cron(INVALID)", "cron(0 1 32 * ? *)", "cron(0 1 ? * NOT *)",
                                           "cron(0/0 1 * * ? *)"));

}  // namespace
}  // namespace events
