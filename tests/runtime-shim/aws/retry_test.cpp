#include "aws/retry.h"

#include <gtest/gtest.h>

#include <cmath>

namespace aws::retry {

using base::Json;

TEST(Retry, TellsWhatDidNotHappenFromWhatMayHaveAndFromWhatIsFinal) {
  struct Case {
    int status = 0;
    const char* code = "";
    Fault fault = Fault::kFinal;
  };
  for (const Case& row :
       {Case{0, "ConnectionFailed", Fault::kNotApplied}, Case{0, "ConnectionBrokenOff", Fault::kUnknown},
        Case{0, "TimedOut", Fault::kUnknown}, Case{400, "ThrottlingException", Fault::kNotApplied},
        Case{400, "ProvisionedThroughputExceededException", Fault::kNotApplied},
        Case{429, "Whatever", Fault::kNotApplied}, Case{503, "SlowDown", Fault::kNotApplied},
        Case{400, "TransactionConflictException", Fault::kNotApplied},
        Case{500, "InternalServerError", Fault::kUnknown}, Case{503, "ServiceUnavailable", Fault::kUnknown},
        Case{400, "RequestTimeout", Fault::kUnknown}, Case{400, "ConditionalCheckFailedException", Fault::kFinal},
        Case{403, "AccessDenied", Fault::kFinal}, Case{404, "NoSuchKey", Fault::kFinal},
        Case{412, "PreconditionFailed", Fault::kFinal}}) {
    EXPECT_EQ(classify(row.status, row.code), row.fault) << row.status << " " << row.code;
  }
}

TEST(Retry, RepeatsOnlyWhatSaysTheSameTwice) {
  struct Case {
    const char* operation = "";
    Json body = {};
    bool repeatable = false;
  };
  const Json condition{{"ConditionExpression", "attribute_not_exists(k)"}};
  for (const Case& row :
       {Case{"GetItem", {}, true}, Case{"Query", {}, true}, Case{"ListObjectsV2", {}, true},
        Case{"PutObject", {}, true}, Case{"PutItem", {}, true}, Case{"PutItem", condition, false},
        Case{"DeleteItem", condition, false}, Case{"UpdateItem", {}, false}, Case{"TransactWriteItems", {}, false},
        Case{"TransactWriteItems", {{"ClientRequestToken", "t"}}, true}, Case{"StartExecution", {}, false},
        Case{"StartExecution", {{"name", "n"}}, true}, Case{"SendMessage", {}, false}, Case{"Publish", {}, false}}) {
    EXPECT_EQ(is_repeatable(row.operation, row.body), row.repeatable) << row.operation << row.body.dump();
  }
}

TEST(Retry, PausesAnywhereUpToADoublingBound) {
  constexpr std::uint64_t kMost = 1'000'003;
  EXPECT_EQ(pause_before(2, 50).count(), 50);
  EXPECT_EQ(pause_before(2, 51).count(), 0);
  for (int attempt = 2; attempt < 40; ++attempt) {
    for (std::uint64_t random = 0; random < kMost; random += 7919) {
      ASSERT_GE(pause_before(attempt, random).count(), 0);
      ASSERT_LE(pause_before(attempt, random).count(), std::min(5000.0, 50 * std::pow(2, attempt - 2)));
    }
  }
}

TEST(Retry, SpendsItsBudgetAndEarnsItBack) {
  Budget budget;
  int retries = 0;
  while (budget.take()) ++retries;
  EXPECT_EQ(retries, 100);
  for (int i = 0; i < 5; ++i) budget.give_little();
  EXPECT_TRUE(budget.take());
  EXPECT_FALSE(budget.take());
  budget.give_back();
  EXPECT_TRUE(budget.take());
}

// E019
TEST(Retry, KnowsATransactionThatOnlyMetAnother) {
  const auto reasons = [](std::initializer_list<Json> codes) {
    Json list = Json::array();
    for (const Json& code : codes) list.push_back({{"Code", code}});
    return Json{{"CancellationReasons", list}};
  };
  EXPECT_TRUE(is_mere_conflict(reasons({"None", "TransactionConflict"})));
  EXPECT_FALSE(is_mere_conflict(reasons({"TransactionConflict", "ConditionalCheckFailed"})));
  EXPECT_FALSE(is_mere_conflict(reasons({"None"})));
  EXPECT_FALSE(is_mere_conflict(Json{}));
}

}  // namespace aws::retry
