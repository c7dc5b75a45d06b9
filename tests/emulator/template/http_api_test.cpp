// HTTP APIs and function URLs: what SAM makes of them, and what is wrong with them.

#include "emulator/template/template_files.h"

namespace cfn {
namespace {

constexpr const char* kFunction = R"(Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Name: shop
      CorsConfiguration: {AllowOrigins: ['https://shop.example'], MaxAge: 60}
      DefaultRouteSettings: {ThrottlingBurstLimit: 100, ThrottlingRateLimit: 12.5}
      StageVariables: {table: orders}
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: f/
      Handler: bootstrap
      Runtime: provided.al2023
)";

std::string with(const std::string& more) { return kFunction + more; }

TEST(HttpApi, EventsBecomeRoutesWithTheirIntegrations) {
  const Loaded loaded = load_text(with(R"(
      Events:
        Take:
          Type: HttpApi
          Properties:
            ApiId: !Ref Api
            Path: /v1/{vendor}/events/{proxy+}
            Method: post
            PayloadFormatVersion: '1.0'
            TimeoutInMillis: 5000
            RouteSettings: {ThrottlingBurstLimit: 2}
        Rest: {Type: HttpApi, Properties: {ApiId: !Ref Api}}
Outputs:
  Url: {Value: !GetAtt Api.ApiEndpoint}
  Id: {Value: !Ref Api}
)"));
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  ASSERT_EQ(loaded.stack.http_apis.size(), 1u);
  const HttpApi& api = loaded.stack.http_apis[0];
  EXPECT_EQ(api.name, "shop");
  EXPECT_EQ(api.cors->allow_origins, std::vector<std::string>{"https://shop.example"});
  EXPECT_EQ(api.cors->max_age_seconds, 60);
  ASSERT_EQ(api.routes.size(), 2u);
  EXPECT_EQ(api.routes[0].key, "POST /v1/{vendor}/events/{proxy+}");
  EXPECT_EQ(api.routes[1].key, "$default");
  ASSERT_EQ(api.integrations.size(), 2u);
  EXPECT_EQ(api.integrations[0].id, api.routes[0].integration_id);
  EXPECT_EQ(api.integrations[0].payload_format, "1.0");
  EXPECT_EQ(api.integrations[0].timeout, std::chrono::seconds(5));
  EXPECT_EQ(api.integrations[0].function_arn, loaded.stack.functions[0].arn);
  EXPECT_EQ(api.integrations[1].payload_format, "2.0");
  ASSERT_EQ(api.stages.size(), 1u);
  EXPECT_EQ(api.stages[0].name, "$default");
  EXPECT_EQ(api.stages[0].throttle.rate, 12.5);
  EXPECT_EQ(api.stages[0].route_throttles.at("POST /v1/{vendor}/events/{proxy+}").burst, 2);
  EXPECT_EQ(loaded.stack.find_output("Id")->value, api.id);
  EXPECT_EQ(loaded.stack.find_output("Url")->value, "http://127.0.0.1:4566/_api/" + api.id);
  std::vector<std::string> sources;
  for (const Permission& permission : loaded.stack.permissions) sources.push_back(permission.source_arn);
  const std::string arn = "arn:aws:execute-api:us-east-1:000000000000:" + api.id;
  EXPECT_EQ(sources, (std::vector<std::string>{arn + "/*/POST/v1/*/events/*", arn + "/*/$default"}));
}

TEST(HttpApi, AnEventWithoutAnApiIsOfTheImplicitOne) {
  const Loaded loaded = load_text(with("      Events: {All: {Type: HttpApi}}\n"));
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  ASSERT_EQ(loaded.stack.http_apis.size(), 2u);
  EXPECT_EQ(loaded.stack.http_apis[1].origin.logical_id, "ServerlessHttpApi");
  EXPECT_EQ(loaded.stack.http_apis[1].routes[0].key, "$default");
}

TEST(HttpApi, IdsAreOfTheNamesSoThatAddressesStay) {
  const auto id = [] { return load_text(kFunction).stack.http_apis[0].id; };
  EXPECT_EQ(id(), id());
  EXPECT_EQ(id().size(), 10u);
  EXPECT_EQ(id().find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"), std::string::npos);
}

TEST(FunctionUrl, IsMadeWithItsPermission) {
  const Loaded loaded = load_text(with(R"(
      FunctionUrlConfig: {AuthType: NONE, InvokeMode: RESPONSE_STREAM, Cors: {AllowOrigins: ['*']}}
Outputs:
  Url: {Value: !GetAtt FUrl.FunctionUrl}
)"));
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  ASSERT_EQ(loaded.stack.function_urls.size(), 1u);
  const FunctionUrl& url = loaded.stack.function_urls[0];
  EXPECT_EQ(url.auth_type + " " + url.invoke_mode, "NONE RESPONSE_STREAM");
  EXPECT_EQ(url.id.size(), 32u);
  EXPECT_EQ(loaded.stack.find_output("Url")->value, "http://127.0.0.1:4566/_url/" + url.id + "/");
  ASSERT_EQ(loaded.stack.permissions.size(), 1u);
  EXPECT_EQ(loaded.stack.permissions[0].action, "lambda:InvokeFunctionUrl");
  EXPECT_EQ(loaded.stack.permissions[0].function_url_auth_type, "NONE");
}

struct Case {
  std::string name = {};
  std::string more = {};
  std::string line_and_message = {};
};

class BadHttpApi : public testing::TestWithParam<Case> {};

TEST_P(BadHttpApi, SaysWhereAndWhatToDo) {
  const std::string problems = to_text(load_text(with(GetParam().more)).problems);
  EXPECT_NE(problems.find(GetParam().line_and_message), std::string::npos) << problems;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadHttpApi,
    testing::Values(
        Case{"half_a_route", "      Events:\n        E: {Type: HttpApi, Properties: {Path: /a}}\n",
             "17 Resources.F.Properties.Events.E.Properties: needs both Path and Method"},
        Case{"unknown_method", "      Events:\n        E: {Type: HttpApi, Properties: {Path: /a, Method: FETCH}}\n",
             "'FETCH /a' must be METHOD /path, ANY /path or $default"},
        Case{"api_of_another_kind", "      Events:\n        E: {Type: HttpApi, Properties: {ApiId: !Ref F}}\n",
             "must be a !Ref to an AWS::Serverless::HttpApi of this template"},
        Case{"authorizer", "      Events:\n        E: {Type: HttpApi, Properties: {Auth: {Authorizer: A}}}\n",
             "17 Resources.F.Properties.Events.E.Properties.Auth: Auth is not supported"},
        Case{"twice_the_same",
             "      Events:\n        A: {Type: HttpApi, Properties: {ApiId: !Ref Api}}\n"
             "        B: {Type: HttpApi, Properties: {ApiId: !Ref Api}}\n",
             "18 Resources.F.Properties.Events.B: the API has a route $default already"},
        Case{"timeout", "      Events:\n        E: {Type: HttpApi, Properties: {TimeoutInMillis: 40000}}\n",
             "'40000' must be a whole number from 50 to 30000"},
        Case{"mode", "      FunctionUrlConfig: {AuthType: NONE, InvokeMode: SLOW}\n", "'SLOW' is not supported"},
        Case{"no_auth", "      FunctionUrlConfig: {InvokeMode: BUFFERED}\n", "AuthType"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace cfn
