#include "aws/sigv4.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/text.h"

namespace aws::sigv4 {

// Signatures that AWS published: the Signature Version 4 test suite, and the S3 API Reference's examples ("Signature
// Calculations for the Authorization Header", "Authenticating Requests: Using Query Parameters").
struct Vector {
  const char* name = "";
  Request request = {};
  const char* signature = "";
};

class Suite : public testing::TestWithParam<Vector> {};

TEST_P(Suite, SignsAsPublished) {
  Request request = GetParam().request;
  request.headers.emplace_back("Host", "example.amazonaws.com");
  request.headers.emplace_back("X-Amz-Date", "20150830T123600Z");
  request.payload_hash = kEmptyPayload;
  const Scope scope{"20150830", "us-east-1", "service"};
  const std::string key = signing_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope);
  EXPECT_EQ(signature(request, {"host", "x-amz-date"}, scope, "20150830T123600Z", key), GetParam().signature)
      << canonical_request(request, {"host", "x-amz-date"}, scope);
}

INSTANTIATE_TEST_SUITE_P(
    Published, Suite,
    testing::Values(
        Vector{"get_vanilla", {.method = "GET"}, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        Vector{"post_vanilla", {.method = "POST"}, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
        Vector{"get_vanilla_query_order_key_case",
               {.method = "GET", .query = "Param2=value2&Param1=value1"},
               "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
        Vector{"get_space",
               {.method = "GET", .path = "/example space/"},
               "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"},
        Vector{"get_utf8",
               {.method = "GET", .path = "/\xE1\x88\xB4"},
               "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
        Vector{"get_slashes_and_dots",
               {.method = "GET", .path = "/a/../"},
               "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"}),
    [](const auto& row) { return row.param.name; });

class S3Examples : public testing::TestWithParam<Vector> {
 protected:
  const Credentials credentials_{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
  const base::TimePoint time_ = *base::parse_amz_date("20130524T000000Z");
};

TEST_P(S3Examples, SignAsPublished) {
  Request request = GetParam().request;
  request.headers.emplace_back("Host", "examplebucket.s3.amazonaws.com");
  if (request.payload_hash.empty()) request.payload_hash = kEmptyPayload;
  sign(request, credentials_, "us-east-1", "s3", time_);
  const auto& [name, authorization] = request.headers.back();
  EXPECT_EQ(name, "Authorization");
  const auto read = parse_authorization(authorization);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->signature, GetParam().signature);
  EXPECT_EQ(read->access_key_id, credentials_.access_key_id);
  // What verifies computes the same from the request as it arrived.
  EXPECT_TRUE(equal_signatures(signature(request, read->signed_headers, read->scope, "20130524T000000Z",
                                         signing_key(credentials_.secret_access_key, read->scope)),
                               read->signature));
}

INSTANTIATE_TEST_SUITE_P(
    Published, S3Examples,
    testing::Values(Vector{"get_a_range",
                           {.method = "GET", .path = "/test.txt", .headers = {{"Range", "bytes=0-9"}}},
                           "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
                    Vector{"put",
                           {.method = "PUT",
                            .path = "/test%24file.text",
                            .headers = {{"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                                        {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                            .payload_hash = base::to_hex(base::sha256("Welcome to Amazon S3."))},
                           "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
                    Vector{"lifecycle",
                           {.method = "GET", .query = "lifecycle"},
                           "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
                    Vector{"list",
                           {.method = "GET", .query = "max-keys=2&prefix=J"},
                           "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"}),
    [](const auto& row) { return row.param.name; });

TEST(SigV4, PresignsAsPublishedAndVerifiesItsOwnQuery) {
  const Credentials credentials{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
  Request request{.method = "GET", .path = "/test.txt", .headers = {{"Host", "examplebucket.s3.amazonaws.com"}}};
  const std::string query = presign(request, credentials, "us-east-1", "s3", *base::parse_amz_date("20130524T000000Z"),
                                    std::chrono::seconds(86400));
  const auto read = parse_presigned(query);
  ASSERT_TRUE(read) << query;
  EXPECT_EQ(read->signature, "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  EXPECT_EQ(read->expires_seconds, 86400);
  EXPECT_EQ(read->scope.text(), "20130524/us-east-1/s3/aws4_request");
  request.query = query;
  request.payload_hash = kUnsignedPayload;
  EXPECT_EQ(signature(request, read->signed_headers, read->scope, read->amz_date,
                      signing_key(credentials.secret_access_key, read->scope)),
            read->signature);
}

TEST(SigV4, EncodesTheKeysOfOtherServicesOnceMore) {
  const Request request{.method = "GET", .path = "/a%20b//c"};
  EXPECT_EQ(canonical_request(request, {}, {"d", "r", "lambda"}).substr(0, 15), "GET\n/a%2520b/c\n");
  EXPECT_EQ(canonical_request(request, {}, {"d", "r", "s3"}).substr(0, 14), "GET\n/a%20b//c\n");
}

TEST(SigV4, RefusesAnAuthorizationThatLacksAPart) {
  const std::string signature(64, 'a');
  const std::string good =
      "AWS4-HMAC-SHA256 Credential=AK/20150830/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=";
  EXPECT_TRUE(parse_authorization(good + signature));
  for (const std::string& bad :
       {std::string(""), std::string("Basic abc"), good + "abc", good + std::string(64, 'g'),
        "AWS4-HMAC-SHA256 Credential=AK/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=" + signature,
        "AWS4-HMAC-SHA256 Credential=AK/20150830/us-east-1/s3/aws4_request, Signature=" + signature,
        "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=" + signature}) {
    EXPECT_FALSE(parse_authorization(bad)) << bad;
  }
  EXPECT_FALSE(equal_signatures("abc", "abd"));
  EXPECT_FALSE(equal_signatures("abc", "ab"));
}

}  // namespace aws::sigv4
