// Which route and which stage a request is for.

#include "emulator/gateway/api.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace gateway {
namespace {

Api api_with(const std::vector<std::string>& keys) {
  Api api;
  for (const std::string& key : keys) api.routes.push_back({.key = *RouteKey::parse(key)});
  return api;
}

// The routes of the Developer Guide's own example, and some more.
const Api kApi = api_with({"$default", "ANY /{proxy+}", "GET /pets/{proxy+}", "GET /pets/dog/{id}", "GET /pets/dog/1",
                           "ANY /pets/dog/1", "POST /v1/{vendor}/events/{event}", "GET /"});

struct Case {
  std::string request = {};  // "GET /path"
  std::string key = {};
  std::string parameters = {};  // "name=value name=value"
};

class Routes : public testing::TestWithParam<Case> {};

TEST_P(Routes, AreChosenAsApiGatewayChoosesThem) {
  const auto space = GetParam().request.find(' ');
  const auto match = kApi.find_route(GetParam().request.substr(0, space), GetParam().request.substr(space + 1));
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.route->key.text(), GetParam().key);
  std::vector<std::string> parameters;
  for (const auto& [name, value] : match.parameters) parameters.push_back(name + "=" + value);
  EXPECT_EQ(base::join(parameters, " "), GetParam().parameters);
}

INSTANTIATE_TEST_SUITE_P(
    All, Routes,
    testing::Values(Case{"GET /pets/dog/1", "GET /pets/dog/1"}, Case{"PUT /pets/dog/1", "ANY /pets/dog/1"},
                    Case{"GET /pets/dog/2", "GET /pets/dog/{id}", "id=2"},
                    Case{"GET /pets/cat/1", "GET /pets/{proxy+}", "proxy=cat/1"},
                    Case{"POST /test/5", "ANY /{proxy+}", "proxy=test/5"},
                    Case{"POST /v1/a%20b/events/x%2Fy", "POST /v1/{vendor}/events/{event}", "vendor=a b event=x/y"},
                    Case{"POST /v1//events/x", "ANY /{proxy+}", "proxy=v1//events/x"}, Case{"GET /", "GET /"},
                    Case{"PUT /", "$default"},
                    // A greedy label wants something to stand for.
                    Case{"GET /pets", "ANY /{proxy+}", "proxy=pets"}));

TEST(Routes, NoneIsForWhatNobodyDescribed) {
  const Api api = api_with({"GET /a", "GET /b/{c}"});
  for (const char* path : {"/", "/a/", "/a/b", "/b", "/b/", "/A"}) {
    EXPECT_EQ(api.find_route("GET", path).route, nullptr) << path;
  }
  EXPECT_EQ(api.find_route("POST", "/a").route, nullptr);
}

TEST(Routes, KeysAreMethodAndPathOrDefault) {
  for (const char* wrong : {"", "GET", "GET a", "/a", "GET /{a+}/b"}) EXPECT_FALSE(RouteKey::parse(wrong)) << wrong;
  EXPECT_EQ(RouteKey::parse("ANY /a/{b}")->as_resource(), "*/a/{b}");
  EXPECT_EQ(RouteKey::parse("$default")->as_resource(), "$default");
}

TEST(Stages, AreNamedByTheFirstPartOfThePath) {
  Api api;
  api.stages = {{.name = "$default"}, {.name = "dev"}};
  const auto stage_and_path = [&](std::string_view path) {
    const auto found = api.find_stage(path);
    return found.stage ? found.stage->name + " " + std::string(found.path) : "";
  };
  EXPECT_EQ(stage_and_path("/dev/a/b"), "dev /a/b");
  EXPECT_EQ(stage_and_path("/dev"), "dev /");
  EXPECT_EQ(stage_and_path("/device"), "$default /device");
  EXPECT_EQ(stage_and_path("/"), "$default /");
  api.stages.erase(api.stages.begin());
  EXPECT_EQ(stage_and_path("/a"), "");
}

}  // namespace
}  // namespace gateway
