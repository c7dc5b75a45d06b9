#include "emulator/faults/plan.h"

#include <gtest/gtest.h>

namespace faults {

namespace {
// One letter a call: '.' goes on, F full, E error.
std::string write_times(Plan& plan, int count, std::string_view file = "/dir/store.db", Call call = Call::kWrite) {
  std::string letters;
  for (int i = 0; i < count; ++i) letters += ".FE"[static_cast<int>(plan.judge(call, file, 100).kind)];
  return letters;
}
}  // namespace

TEST(FaultPlan, FailsFromTheNthCallFromNowForAsManyTimesAsAsked) {
  struct Case {
    Fault fault;
    const char* expected;
  };
  const Case cases[] = {
      {{.failure = Failure::kFull}, "FFFFFF"},
      {{.failure = Failure::kFull, .nth = 3}, "..FFFF"},
      {{.failure = Failure::kFull, .nth = 3, .times = 2}, "..FF.."},
      {{.failure = Failure::kIoError, .nth = 6, .times = 1}, ".....E"},
      {{.failure = Failure::kShortWrite, .nth = 2, .times = 1}, ".F...."},
      {{.failure = Failure::kFull, .file = "blobs/"}, "......"},
      {{.failure = Failure::kFull, .file = "store.db"}, "FFFFFF"},
      {{.call = Call::kSync, .failure = Failure::kFull}, "......"},
  };
  for (const Case& row : cases) {
    Plan plan(1);
    write_times(plan, 5);  // what was before does not count
    plan.add(row.fault);
    EXPECT_EQ(write_times(plan, 6), row.expected);
    plan.clear();
    EXPECT_EQ(write_times(plan, 3), "...");
    EXPECT_EQ(plan.calls(Call::kWrite), 14u);
  }
}

TEST(FaultPlan, AfterACutNothingArrivesUntilThePlanIsCleared) {
  Plan plan(1);
  plan.add({.failure = Failure::kCut, .nth = 2});
  EXPECT_EQ(write_times(plan, 3), ".EE");
  for (const Call call : {Call::kOpen, Call::kSync, Call::kTruncate, Call::kDelete}) {
    EXPECT_EQ(write_times(plan, 1, "/anything", call), "E");
  }
  EXPECT_EQ(plan.judge(Call::kWrite, "/dir/store.db", 100).arrives, 0u);
  plan.clear();
  EXPECT_EQ(write_times(plan, 1), ".");
}

TEST(FaultPlan, TheSameSeedTearsTheSameWritesAtTheSamePlace) {
  const auto places = [](std::uint64_t seed) {
    Plan plan(seed);
    plan.add({.failure = Failure::kShortWrite});
    std::vector<std::uint64_t> result;
    for (int i = 0; i < 20; ++i) result.push_back(plan.judge(Call::kWrite, "f", 4096).arrives);
    return result;
  };
  EXPECT_EQ(places(7), places(7));
  EXPECT_NE(places(7), places(8));
  for (const std::uint64_t arrives : places(7)) EXPECT_LT(arrives, 4096u);
}

}  // namespace faults
