// Throttling, told the time.

#include "emulator/gateway/apis.h"

#include <gtest/gtest.h>

namespace gateway {
namespace {

using std::chrono::milliseconds;

constexpr base::TimePoint kStart = base::TimePoint(std::chrono::hours(1));

TEST(TokenBucket, HoldsABurstAndFillsAtItsRate) {
  TokenBucket bucket(2, 10);
  EXPECT_TRUE(bucket.take(kStart));
  EXPECT_TRUE(bucket.take(kStart));
  EXPECT_FALSE(bucket.take(kStart));
  EXPECT_FALSE(bucket.take(kStart + milliseconds(99)));
  EXPECT_TRUE(bucket.take(kStart + milliseconds(100)));
  // However long nobody came: no more than the burst.
  const base::TimePoint later = kStart + std::chrono::hours(1);
  EXPECT_TRUE(bucket.take(later));
  EXPECT_TRUE(bucket.take(later));
  EXPECT_FALSE(bucket.take(later));
}

TEST(TokenBucket, OfNothingLetsNobodyThrough) { EXPECT_FALSE(TokenBucket(0, 0).take(kStart)); }

struct Throttled {
  Api api = {};
  Apis apis = {};
  Throttled() {
    api.id = "a";
    for (const char* key : {"GET /x", "GET /y", "GET /z"}) api.routes.push_back({.key = *RouteKey::parse(key)});
    api.stages.push_back({.name = "$default",
                          .throttle = {.burst = 3, .rate = 1},
                          .route_throttles = {{"GET /x", {.burst = 1, .rate = 1}}}});
  }
  // How many of so many requests are let through at once.
  int admitted(std::size_t route, int requests, base::TimePoint now) {
    int count = 0;
    for (int i = 0; i < requests; ++i) count += apis.admit(api, api.stages[0], api.routes[route], now) ? 1 : 0;
    return count;
  }
};

TEST(Throttle, OfARouteStandsInsteadOfTheStages) {
  Throttled t;
  EXPECT_EQ(t.admitted(0, 5, kStart), 1);
  EXPECT_EQ(t.admitted(1, 2, kStart), 2);  // the stage's three are shared by the others
  EXPECT_EQ(t.admitted(2, 2, kStart), 1);
  EXPECT_EQ(t.admitted(0, 5, kStart + std::chrono::seconds(1)), 1);
}

TEST(Throttle, IsNoneWhereNothingIsSaid) {
  Throttled t;
  t.api.stages[0] = {.name = "$default"};
  EXPECT_EQ(t.admitted(0, 20'000, kStart), 20'000);
}

}  // namespace
}  // namespace gateway
