#include "emulator/iam/resource_policy.h"

#include <gtest/gtest.h>

#include <map>

namespace iam {
namespace {

using base::Json;
using Values = std::map<std::string, std::string, std::less<>>;

constexpr char kBucket[] = "arn:aws:s3:::data";

bool knows(std::string_view key) { return key.starts_with("s3:") || key == "aws:securetransport"; }

Json document(const std::string& condition, const std::string& principal = R"("*")") {
  return Json::parse(R"({"Statement":{"Effect":"Deny","Principal":)" + principal +
                     R"(,"Action":"s3:PutObject","Resource":"arn:aws:s3:::data/*")" +
                     (condition.empty() ? "" : R"(,"Condition":)" + condition) + "}}");
}

bool denies(const Json& policy, const Values& values = {}, const protocol::Call& call = {}) {
  return ResourcePolicy::parse(policy, kBucket, knows)
      .denies({.call = call,
               .action = "s3:PutObject",
               .resource = "arn:aws:s3:::data/a",
               .value = [&](std::string_view key) {
                 const auto found = values.find(key);
                 return found == values.end() ? std::nullopt : std::optional(found->second);
               }});
}

TEST(ResourcePolicy, DeniesWhatItsStatementsSpeakOf) {
  EXPECT_TRUE(denies(document("")));
  const auto policy = ResourcePolicy::parse(document(""), kBucket, knows);
  const protocol::Call call;
  const auto nothing = [](std::string_view) -> std::optional<std::string> { return {}; };
  EXPECT_FALSE(policy.denies({call, "s3:GetObject", "arn:aws:s3:::data/a", nothing}));
  EXPECT_FALSE(policy.denies({call, "s3:PutObject", "arn:aws:s3:::data", nothing}));
  EXPECT_FALSE(denies(Json::parse(R"({"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*",
                                    "Resource":"arn:aws:s3:::data/*"}]})")));
}

TEST(ResourcePolicy, ConditionsAreJudgedAsIamJudgesThem) {
  const Values aes{{"s3:e", "AES256"}}, kms{{"s3:e", "aws:kms"}}, none;
  struct Case {
    const char* condition;
    bool with_aes, with_kms, without;
  };
  for (const auto& [condition, with_aes, with_kms, without] :
       {Case{R"({"StringEquals":{"s3:e":"AES256"}})", true, false, false},
        Case{R"({"StringNotEquals":{"S3:E":"AES256"}})", false, true, true},
        Case{R"({"StringNotEqualsIfExists":{"s3:e":"AES256"}})", false, true, true},
        Case{R"({"StringEqualsIfExists":{"s3:e":["x","AES256"]}})", true, false, true},
        Case{R"({"StringEqualsIgnoreCase":{"s3:e":"aes256"}})", true, false, false},
        Case{R"({"StringLike":{"s3:e":"aws:*"}})", false, true, false},
        Case{R"({"StringNotLike":{"s3:e":["aws:*","AES*"]}})", false, false, true},
        Case{R"({"Null":{"s3:e":"true"}})", false, false, true},
        Case{R"({"Null":{"s3:e":false},"StringNotEquals":{"s3:e":"AES256"}})", false, true, false}}) {
    EXPECT_EQ(denies(document(condition), aes), with_aes) << condition;
    EXPECT_EQ(denies(document(condition), kms), with_kms) << condition;
    EXPECT_EQ(denies(document(condition), none), without) << condition;
  }
  const Json no_tls = document(R"({"Bool":{"aws:SecureTransport":"false"}})");
  EXPECT_FALSE(denies(no_tls, {{"aws:securetransport", "true"}}));
  EXPECT_TRUE(denies(no_tls, {{"aws:securetransport", "false"}}));
}

TEST(ResourcePolicy, SpeaksOfWhomItNames) {
  const protocol::Call role{.caller = "arn:aws:sts::000000000000:assumed-role/stage/s",
                            .principal = "arn:aws:iam::000000000000:role/stage"};
  const protocol::Call owner{.caller = "arn:aws:iam::000000000000:root"};
  const auto speaks_of = [](const char* principal, const protocol::Call& call) {
    return denies(document("", principal), {}, call);
  };
  EXPECT_TRUE(speaks_of(R"({"AWS":"*"})", role));
  EXPECT_TRUE(speaks_of(R"({"AWS":["arn:aws:iam::000000000000:role/stage"]})", role));
  EXPECT_FALSE(speaks_of(R"({"AWS":["arn:aws:iam::000000000000:role/stage"]})", owner));
  EXPECT_TRUE(speaks_of(R"({"AWS":"000000000000"})", role));
  EXPECT_FALSE(speaks_of(R"({"AWS":"111111111111"})", role));
  EXPECT_FALSE(speaks_of(R"({"Service":"cloudtrail.amazonaws.com"})", role));
}

TEST(ResourcePolicy, WhatIsNotJudgedHereIsRefusedByName) {
  for (
      const auto& [text, sentence] :
      {std::pair{R"({"Version":"2012-10-17"})", "Statement"},
       {R"({"Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::data"}]})", "Principal"},
       {R"({"Statement":[{"Effect":"No","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::data"}]})", "Effect"},
       {R"({"Statement":[{"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"arn:aws:s3:::data"}]})",
        "NotAction"},
       {R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::database"}]})",
        "invalid resource"},
       {R"({"Statement":[{"Effect":"Deny","Principal":{"Federated":"x"},"Action":"s3:*","Resource":"arn:aws:s3:::data"}]})",
        "Federated"}}) {
    try {
      ResourcePolicy::parse(Json::parse(text), kBucket, knows);
      ADD_FAILURE() << "taken: " << text;
    } catch (const PolicyError& error) {
      EXPECT_NE(std::string_view(error.what()).find(sentence), std::string_view::npos) << error.what();
    }
  }
  for (const char* condition : {R"({"NumericLessThan":{"s3:e":"1"}})", R"({"NotNull":{"s3:e":"1"}})",
                                R"({"StringEquals":{"aws:SourceIp":"1"}})"})
    EXPECT_THROW(denies(document(condition)), PolicyError) << condition;
}

}  // namespace
}  // namespace iam
