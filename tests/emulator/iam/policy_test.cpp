#include "emulator/iam/policy.h"

#include <gtest/gtest.h>

namespace iam {
namespace policy_test {

struct Wildcard {
  std::string name = {};
  std::string pattern = {};
  std::string text = {};
  bool matches = false;
};

class MatchesWildcard : public ::testing::TestWithParam<Wildcard> {};

TEST_P(MatchesWildcard, StarIsAnyCharactersAndQuestionMarkIsOne) {
  EXPECT_EQ(matches_wildcard(GetParam().pattern, GetParam().text), GetParam().matches);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MatchesWildcard,
    ::testing::Values(Wildcard{"equal", "arn:aws:s3:::raw", "arn:aws:s3:::raw", true},
                      Wildcard{"longer_text", "arn:aws:s3:::raw", "arn:aws:s3:::raw2", false},
                      Wildcard{"longer_pattern", "arn:aws:s3:::raw2", "arn:aws:s3:::raw", false},
                      Wildcard{"star_alone", "*", "anything", true}, Wildcard{"star_is_nothing", "raw*", "raw", true},
                      Wildcard{"star_crosses_slashes_and_colons", "arn:*/x", "arn:aws:s3:::a/b/x", true},
                      Wildcard{"star_inside", "a*c", "abbbc", true},
                      Wildcard{"star_inside_no_end", "a*c", "abbbcd", false},
                      Wildcard{"stars_go_back", "*ab*abc", "xababxabc", true},
                      Wildcard{"stars_go_back_in_vain", "*ab*abc", "xababxab", false},
                      Wildcard{"question", "s?s", "sqs", true}, Wildcard{"question_needs_one", "sqs?", "sqs", false},
                      Wildcard{"empty", "", "", true}, Wildcard{"empty_pattern", "", "x", false},
                      Wildcard{"case_counts", "ARN", "arn", false}),
    [](const auto& row) { return row.param.name; });

using Effect = Statement::Effect;
constexpr const char* kRaw = "arn:aws:s3:::raw/*";

TEST(Policy, WhatNothingAllowsIsDenied) {
  EXPECT_FALSE(evaluate({}, "s3:GetObject", "arn:aws:s3:::raw/a").allowed);
  const Policy policy{{.actions = {"s3:GetObject"}, .resources = {kRaw}}};
  EXPECT_TRUE(evaluate(policy, "s3:GetObject", "arn:aws:s3:::raw/a").allowed);
  EXPECT_FALSE(evaluate(policy, "s3:PutObject", "arn:aws:s3:::raw/a").allowed);
  EXPECT_FALSE(evaluate(policy, "s3:GetObject", "arn:aws:s3:::other/a").allowed);
  EXPECT_EQ(evaluate(policy, "s3:PutObject", "arn:aws:s3:::raw/a").denied_by, "");
}

TEST(Policy, ActionsMatchWithoutRegardToCaseAndResourcesDoNot) {
  const Policy policy{{.actions = {"S3:get*"}, .resources = {"arn:aws:s3:::raw/*"}}};
  EXPECT_TRUE(evaluate(policy, "s3:GetObject", "arn:aws:s3:::raw/a").allowed);
  EXPECT_FALSE(evaluate(policy, "s3:GetObject", "arn:aws:s3:::RAW/a").allowed);
}

TEST(Policy, ExplicitDenyOutweighsEveryAllowWhereverItStands) {
  const Statement allow{.actions = {"*"}, .resources = {"*"}};
  const Statement deny{.effect = Effect::kDeny, .id = "NoDeletes", .actions = {"s3:Delete*"}, .resources = {kRaw}};
  for (const Policy& policy : {Policy{allow, deny}, Policy{deny, allow}}) {
    const Verdict verdict = evaluate(policy, "s3:DeleteObject", "arn:aws:s3:::raw/a");
    EXPECT_FALSE(verdict.allowed);
    EXPECT_EQ(verdict.denied_by, "NoDeletes");
    EXPECT_TRUE(evaluate(policy, "s3:DeleteObject", "arn:aws:s3:::other/a").allowed);
  }
}

TEST(Policy, OneActionAndOneResourceOfAStatementAreEnough) {
  const Policy policy{
      {.actions = {"sqs:SendMessage", "sqs:ReceiveMessage"}, .resources = {"arn:aws:sqs:*:*:a", "arn:aws:sqs:*:*:b"}}};
  EXPECT_TRUE(evaluate(policy, "sqs:ReceiveMessage", "arn:aws:sqs:us-east-1:000000000000:b").allowed);
  EXPECT_FALSE(evaluate(policy, "sqs:ReceiveMessage", "arn:aws:sqs:us-east-1:000000000000:c").allowed);
}

}  // namespace policy_test
}  // namespace iam
