#include "functions/lock/request.h"

#include <gtest/gtest.h>

#include "base/failure.h"

namespace lock {

using base::Json;

TEST(LockRequest, UnderstandsItsOperations) {
  const auto acquire = parse_request({{"operation", "acquire"}, {"lockId", "l"}, {"executionId", "e"}});
  EXPECT_EQ(acquire.operation, Request::Operation::kAcquire);
  EXPECT_FALSE(acquire.token);
  const auto renew = parse_request({{"operation", "renew"}, {"lockId", "l"}, {"executionId", "e"}, {"token", 3}});
  EXPECT_EQ(renew.operation, Request::Operation::kRenew);
  EXPECT_EQ(renew.token, 3);
  // After an error the state machine knows no token.
  EXPECT_FALSE(parse_request({{"operation", "release"}, {"lockId", "l"}, {"executionId", "e"}}).token);
  EXPECT_FALSE(parse_request({{"operation", "release"}, {"lockId", "l"}, {"executionId", "e"}, {"token", {}}}).token);
}

TEST(LockRequest, RefusesTheRestByName) {
  for (const Json& event :
       {Json{}, Json{{"operation", "steal"}, {"lockId", "l"}, {"executionId", "e"}},
        Json{{"operation", "acquire"}, {"lockId", "l"}}, Json{{"operation", "acquire"}, {"executionId", "e"}},
        Json{{"operation", "acquire"}, {"lockId", ""}, {"executionId", "e"}},
        Json{{"operation", "renew"}, {"lockId", "l"}, {"executionId", "e"}},
        Json{{"operation", "release"}, {"lockId", "l"}, {"executionId", "e"}, {"token", "three"}}}) {
    try {
      parse_request(event);
      ADD_FAILURE() << event.dump();
    } catch (const base::Failure& failure) {
      EXPECT_EQ(failure.name, "BadEvent") << event.dump();
    }
  }
}

}  // namespace lock
