#include "emulator/gateway/address.h"

#include <gtest/gtest.h>

namespace gateway {
namespace {

struct Case {
  std::string host = {};
  std::string path = {};
  Kind kind = Kind::kApi;
  std::string told = {};  // id, path, domain; empty: not an address
};

class Addresses : public testing::TestWithParam<Case> {};

TEST_P(Addresses, AreReadFromTheHostOrThePath) {
  const http::Request request{.path = GetParam().path, .headers = {{"Host", GetParam().host}}};
  const auto address = parse_address(request, GetParam().kind, "eu-west-1");
  const std::string told =
      address ? address->id + " " + std::string(address->path) + " " + address->domain_name : std::string();
  EXPECT_EQ(told, GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    All, Addresses,
    testing::Values(Case{"localhost:4566", "/_api/abc/v1/x", Kind::kApi,
                         "abc /v1/x abc.execute-api.eu-west-1.amazonaws.com"},
                    Case{"localhost:4566", "/_api/abc", Kind::kApi, "abc / abc.execute-api.eu-west-1.amazonaws.com"},
                    Case{"abc.execute-api.localhost:4566", "/v1", Kind::kApi, "abc /v1 abc.execute-api.localhost"},
                    Case{"abc.execute-api.eu-west-1.amazonaws.com", "/_api/x", Kind::kApi,
                         "abc /_api/x abc.execute-api.eu-west-1.amazonaws.com"},
                    Case{"localhost:4566", "/_url/abc/", Kind::kFunctionUrl, "abc / abc.lambda-url.eu-west-1.on.aws"},
                    Case{"abc.lambda-url.eu-west-1.localhost:1", "/a", Kind::kFunctionUrl,
                         "abc /a abc.lambda-url.eu-west-1.localhost"},
                    Case{"localhost:4566", "/_url/abc/", Kind::kApi, ""},
                    Case{"localhost", "/bucket/key", Kind::kApi, ""}));

}  // namespace
}  // namespace gateway
