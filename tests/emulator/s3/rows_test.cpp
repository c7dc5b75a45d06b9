#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "emulator/s3/address.h"
#include "emulator/s3/operations.h"
#include "tests/emulator/s3/service.h"

namespace s3 {
namespace {

TEST(S3Operations, NoTwoRowsOverlapSoThatTheirOrderNeverMatters) {
  std::set<std::tuple<std::string_view, Level, std::string_view, std::string_view>> seen;
  std::set<std::string_view> names;
  for (const Operation* row : kOperations) {
    EXPECT_TRUE(seen.insert({row->method, row->level, row->sub_resource, row->header}).second) << row->name;
    EXPECT_TRUE(names.insert(row->name).second) << row->name;
    EXPECT_TRUE(row->action.starts_with("s3:")) << row->name;
    EXPECT_TRUE(row->run != nullptr) << row->name;
  }
}

TEST(S3Operations, SubResourcesThatAreNotSupportedSaySoByName) {
  with_service([](Service& service) {
    for (const char* target : {"/data?website", "/data?versions", "/data?object-lock", "/data/k?torrent",
                               "/data/k?retention", "/data?policyStatus"}) {
      const Answer answer = service.get(target);
      EXPECT_EQ(answer.status, 501) << target;
      EXPECT_EQ(answer.code(), "NotImplemented") << target;
    }
    EXPECT_EQ(service.put("/data?acl", "").code(), "NotImplemented");
    EXPECT_EQ(service.put("/data?replication", "").code(), "NotImplemented");
    EXPECT_EQ(service.post("/data", "", {{"Content-Type", "multipart/form-data; boundary=x"}}).code(),
              "NotImplemented");
    EXPECT_EQ(service.ask({"PATCH", "/data/k"}).code(), "MethodNotAllowed");
    EXPECT_EQ(service.post("/data/k").status, 405);
    EXPECT_EQ(service.get("/data?acl&policy").code(), "InvalidArgument");
  });
}

struct HeaderCase {
  const char* name = "";
  const char* header = "";
  const char* value = "";
  const char* code = "";  // empty: it is taken
};

class Headers : public testing::TestWithParam<HeaderCase> {};

INSTANTIATE_TEST_SUITE_P(
    Rows, Headers,
    testing::Values(HeaderCase{"kms", "x-amz-server-side-encryption", "aws:kms", "NotImplemented"},
                    HeaderCase{"aes256", "x-amz-server-side-encryption", "AES256", ""},
                    HeaderCase{"customer_key", "x-amz-server-side-encryption-customer-algorithm", "AES256",
                               "NotImplemented"},
                    HeaderCase{"object_lock", "x-amz-object-lock-mode", "GOVERNANCE", "NotImplemented"},
                    HeaderCase{"website", "x-amz-website-redirect-location", "/x", "NotImplemented"},
                    HeaderCase{"glacier", "x-amz-storage-class", "GLACIER", "NotImplemented"},
                    HeaderCase{"standard", "x-amz-storage-class", "STANDARD", ""},
                    HeaderCase{"public_acl", "x-amz-acl", "public-read", "AccessControlListNotSupported"},
                    HeaderCase{"owner_acl", "x-amz-acl", "bucket-owner-full-control", ""},
                    HeaderCase{"grant", "x-amz-grant-read", "id=1", "AccessControlListNotSupported"},
                    HeaderCase{"append", "x-amz-write-offset-bytes", "0", "NotImplemented"},
                    HeaderCase{"other_owner", "x-amz-expected-bucket-owner", "111122223333", "AccessDenied"},
                    HeaderCase{"owner", "x-amz-expected-bucket-owner", "000000000000", ""},
                    HeaderCase{"bad_none_match", "If-None-Match", "\"0123\"", "NotImplemented"},
                    HeaderCase{"metadata", "x-amz-meta-anything", "1", ""}),
    [](const auto& made) { return std::string(made.param.name); });

TEST_P(Headers, ThatChangeTheMeaningAreCarriedOutOrRefused) {
  with_service([](Service& service) {
    const Answer answer = service.put("/data/key", "x", {{GetParam().header, GetParam().value}});
    if (*GetParam().code) {
      EXPECT_EQ(answer.code(), GetParam().code);
      EXPECT_EQ(service.head("/data/key").status, 404);
    } else {
      EXPECT_EQ(answer.status, 200) << answer.body;
    }
  });
}

TEST(S3Address, BucketsAreFoundInHostsAndInPaths) {
  struct Case {
    const char* host;
    std::optional<std::string> bucket;
  };
  for (const auto& [host, bucket] :
       {Case{"localhost:4566", std::nullopt}, Case{"127.0.0.1:4566", std::nullopt},
        Case{"s3.localhost:4566", std::nullopt}, Case{"data.localhost:4566", "data"},
        Case{"data.s3.localhost.localstack.cloud:4566", "data"}, Case{"my.data.s3.us-east-1.amazonaws.com", "my.data"},
        Case{"data.s3-us-west-2.amazonaws.com", "data"}, Case{"s3.us-east-1.amazonaws.com", std::nullopt}}) {
    EXPECT_EQ(find_bucket_of_host(host), bucket) << host;
  }
  with_service([](Service& service) {
    service.put("/data/folder/a%20b%2Bc", "text");
    const Answer answer = service.ask({.method = "GET", .target = "/folder/a%20b%2Bc", .host = "data.localhost:4566"});
    EXPECT_EQ(answer.body, "text");
    EXPECT_EQ(service.get("/data/%ff").code(), "InvalidURI");
    EXPECT_EQ(service.put("/data/" + std::string(1024, 'k'), "x").status, 200);
    EXPECT_EQ(service.put("/data/" + std::string(1025, 'k'), "x").code(), "KeyTooLongError");
  });
}

TEST(S3Errors, AreXmlWithIdsAndWhatTheyAreAbout) {
  with_service([](Service& service) {
    const Answer missing = service.get("/data/no&thing");
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.header("content-type"), "application/xml");
    EXPECT_EQ(missing.header("x-amz-request-id"), "4442587FB7D0A2F9");
    const xml::Element error = missing.xml("Error");
    EXPECT_EQ(error.text_of("Code"), "NoSuchKey");
    EXPECT_EQ(error.text_of("Message"), "The specified key does not exist.");
    EXPECT_EQ(error.text_of("Key"), "no&thing");
    EXPECT_EQ(error.text_of("RequestId"), "4442587FB7D0A2F9");
    EXPECT_EQ(error.text_of("HostId"), missing.header("x-amz-id-2"));
    const Answer no_bucket = service.get("/nowhere/key");
    EXPECT_EQ(no_bucket.status, 404);
    EXPECT_EQ(no_bucket.xml("Error").text_of("BucketName"), "nowhere");
  });
}

}  // namespace
}  // namespace s3
