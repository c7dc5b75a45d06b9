#include "emulator/lambda/function_policy.h"

#include <gtest/gtest.h>

#include "emulator/loop/on_loop.h"
#include "emulator/store/temporary_directory.h"

namespace lambda_service {
namespace {

const PolicyStatement kOfAnApi{.sid = "s",
                               .action = "lambda:InvokeFunction",
                               .principal = "apigateway.amazonaws.com",
                               .source_arn = "arn:aws:execute-api:r:a:id/*/GET/v1/*"};

TEST(PolicyStatement, AllowsWhatFitsInEveryRespect) {
  const PolicyQuestion asked{.action = "lambda:InvokeFunction",
                             .principal = "apigateway.amazonaws.com",
                             .source_arn = "arn:aws:execute-api:r:a:id/$default/GET/v1/{x}"};
  EXPECT_TRUE(allows(kOfAnApi, asked));
  PolicyQuestion other = asked;
  other.action = "lambda:InvokeFunctionUrl";
  EXPECT_FALSE(allows(kOfAnApi, other));
  other = asked;
  other.principal = "s3.amazonaws.com";
  EXPECT_FALSE(allows(kOfAnApi, other));
  other = asked;
  other.source_arn = "arn:aws:execute-api:r:a:id/$default/PUT/v1/{x}";
  EXPECT_FALSE(allows(kOfAnApi, other));
  const PolicyStatement open{.action = "lambda:InvokeFunctionUrl", .principal = "*", .url_auth_type = "NONE"};
  EXPECT_TRUE(allows(open, {.action = "lambda:InvokeFunctionUrl", .principal = "*", .url_auth_type = "NONE"}));
  EXPECT_FALSE(allows(open, {.action = "lambda:InvokeFunctionUrl", .principal = "*", .url_auth_type = "AWS_IAM"}));
}

TEST(FunctionPolicies, KeepWhatTheApiMadeAndNotWhatTheTemplateDescribes) {
  loop::on_loop([](loop::Loop& loop) {
    const store::TemporaryDirectory directory;
    store::Store store(loop, {.directory = directory.path()});
    {
      FunctionPolicies policies(store);
      policies.put("f", kOfAnApi);
      PolicyStatement described = kOfAnApi;
      described.sid = "t";
      described.described = true;
      policies.put("f", described);
      EXPECT_EQ(policies.of("f").size(), 2u);
    }
    FunctionPolicies policies(store);
    ASSERT_EQ(policies.of("f").size(), 1u);
    EXPECT_EQ(policies.of("f")[0].sid, "s");
    EXPECT_EQ(policies.of("f")[0].source_arn, kOfAnApi.source_arn);
    EXPECT_TRUE(policies.remove("f", "s"));
    EXPECT_FALSE(policies.remove("f", "s"));
    EXPECT_TRUE(FunctionPolicies(store).of("f").empty());
  });
}

}  // namespace
}  // namespace lambda_service
