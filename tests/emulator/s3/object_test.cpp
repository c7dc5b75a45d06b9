#include "base/digest.h"
#include "base/text.h"
#include "tests/emulator/s3/service.h"

namespace s3 {
namespace {

TEST(PutObject, IsWhatGetObjectGives) {
  with_service([](Service& service) {
    const Answer put =
        service.put("/data/orders/part-1.csv", "hello world",
                    {{"Content-Type", "text/csv"}, {"Cache-Control", "no-store"}, {"x-amz-meta-Set", "7"}});
    EXPECT_EQ(put.status, 200) << put.body;
    EXPECT_EQ(put.header("etag"), "\"5eb63bbbe01eeed093cb22bb8f5acdc3\"");  // RFC 1321's MD5
    EXPECT_EQ(put.header("x-amz-checksum-crc64nvme").size(), 12u);
    EXPECT_EQ(put.header("x-amz-checksum-type"), "FULL_OBJECT");
    const Answer got = service.get("/data/orders/part-1.csv");
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.body, "hello world");
    EXPECT_EQ(got.header("etag"), put.header("etag"));
    EXPECT_EQ(got.header("content-type"), "text/csv");
    EXPECT_EQ(got.header("cache-control"), "no-store");
    EXPECT_EQ(got.header("x-amz-meta-set"), "7");
    EXPECT_EQ(got.header("last-modified"), "Tue, 14 Nov 2023 22:13:20 GMT");
    EXPECT_EQ(got.header("accept-ranges"), "bytes");
    EXPECT_EQ(got.header("x-amz-request-id"), "4442587FB7D0A2F9");
    EXPECT_FALSE(got.headers.find("x-amz-checksum-crc64nvme"));
  });
}

// E115
TEST(PutObject, SaysThatItIsEncrypted) {
  with_service([](Service& service) {
    EXPECT_EQ(service.put("/data/key", "x").header("x-amz-server-side-encryption"), "AES256");
    EXPECT_EQ(service.get("/data/key").header("x-amz-server-side-encryption"), "AES256");
    EXPECT_EQ(service.head("/data/key").header("x-amz-server-side-encryption"), "AES256");
  });
}

TEST(PutObject, KeepsBytesOfEverySizeAndInEveryPlace) {
  with_service([](Service& service) {
    for (const std::size_t size : {0u, 1u, 4096u, 4097u, 65536u, 65537u, 1u << 20, (3u << 20) + 5}) {
      const std::string bytes = bytes_of_size(size);
      const Answer put = service.put("/data/key", bytes);  // in place of the one before
      ASSERT_EQ(put.status, 200) << size << put.body;
      EXPECT_EQ(put.header("etag"), '"' + base::to_hex(base::md5(bytes)) + '"') << size;
      const Answer got = service.get("/data/key");
      EXPECT_TRUE(got.body == bytes) << size;
      EXPECT_EQ(service.head("/data/key").header("content-length"), std::to_string(size));
      EXPECT_EQ(service.store.count(service.store.space("s3/body"), ""), size > 4096 && size <= 65536 ? 1u : 0u)
          << size;
    }
    EXPECT_EQ(service.remove("/data/key").status, 204);
    EXPECT_EQ(service.store.count(service.store.space("s3/object"), ""), 0u);
    EXPECT_TRUE(service.store.check().empty());
  });
}

TEST(PutObject, OfABodyThatBreaksOffLeavesNothing) {
  EXPECT_EQ(blob_files_after([](Service& service) {
              const Ask asked{.method = "PUT", .target = "/data/key", .body = bytes_of_size(5 << 20)};
              FakeBody body(asked.body, 64 * 1024);
              body.breaks_off_at = 3 << 20;
              EXPECT_THROW(service.ask(asked, body), http::BodyError);
              EXPECT_EQ(service.get("/data/key").code(), "NoSuchKey");
              FakeBody shorter(asked.body.substr(0, 2 << 20), 4096);
              EXPECT_EQ(service.ask(asked, shorter).code(), "IncompleteBody");
              EXPECT_EQ(service.get("/data/key").code(), "NoSuchKey");
            }),
            0u);
}

TEST(PutObject, OfALargeBodyThatIsRefusedInTheEndLeavesNothing) {
  EXPECT_EQ(blob_files_after([](Service& service) {
              const std::string large = bytes_of_size(2 << 20);
              EXPECT_EQ(service.put("/data/key", large, {{"x-amz-checksum-crc32", "AAAAAA=="}}).code(), "BadDigest");
              service.put("/data/key", "small");
              EXPECT_EQ(service.put("/data/key", large, {{"If-None-Match", "*"}}).status, 412);
            }),
            0u);
}

TEST(Objects, TakeTheirFilesAlongWhenTheyGo) {
  EXPECT_EQ(blob_files_after([](Service& service) {
              const std::string large = bytes_of_size(100'000);
              for (const char* key : {"/data/a", "/data/b", "/data/c", "/data/d"}) service.put(key, large);
              service.put("/data/a", "small");
              service.put("/data/b", large);
              service.put("/data/copy-of-c", "", {{"x-amz-copy-source", "data/c"}});
              service.remove("/data/c");
              service.remove("/data/d");
            }),
            2u);  // b's, and the one of c, for its copy
}

TEST(PutObject, OfABucketThatGoesWhileTheBodyComesIsRefused) {
  with_service([](Service& service) {
    class Meanwhile : public FakeBody {
     public:
      Meanwhile(Service& service, std::string bytes) : FakeBody(std::move(bytes), 4096), service_(service) {}
      std::string_view read() override {
        service_.remove("/data");
        return FakeBody::read();
      }

     private:
      Service& service_;
    } body(service, "text");
    EXPECT_EQ(service.ask({"PUT", "/data/key", {}, "text"}, body).code(), "NoSuchBucket");
  });
}

struct BodyCase {
  const char* name = "";
  http::Headers headers = {};
  std::string body = "hello world";
  const char* code = "";  // empty: it is taken, as "hello world"
};

class Bodies : public testing::TestWithParam<BodyCase> {};

const std::string kSha256 = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
const std::string kChunks = "5\r\nhello\r\n6\r\n world\r\n0\r\n";
const std::string kStreaming = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

INSTANTIATE_TEST_SUITE_P(
    Rows, Bodies,
    testing::Values(
        BodyCase{.name = "md5", .headers = {{"Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww=="}}},
        BodyCase{.name = "wrong_md5", .headers = {{"Content-MD5", "XrY7u+Ae7tCTyyK7j1rNwg=="}}, .code = "BadDigest"},
        BodyCase{.name = "no_md5", .headers = {{"Content-MD5", "abc"}}, .code = "InvalidDigest"},
        BodyCase{.name = "sha256", .headers = {{"x-amz-content-sha256", kSha256}}},
        BodyCase{.name = "wrong_sha256",
                 .headers = {{"x-amz-content-sha256", std::string(64, 'a')}},
                 .code = "XAmzContentSHA256Mismatch"},
        BodyCase{.name = "no_sha256", .headers = {{"x-amz-content-sha256", "abc"}}, .code = "InvalidArgument"},
        BodyCase{.name = "unsigned_payload", .headers = {{"x-amz-content-sha256", "UNSIGNED-PAYLOAD"}}},
        BodyCase{.name = "crc32", .headers = {{"x-amz-checksum-crc32", "DUoRhQ=="}}},
        BodyCase{.name = "wrong_crc32", .headers = {{"x-amz-checksum-crc32", "DUoRhA=="}}, .code = "BadDigest"},
        BodyCase{.name = "no_crc32", .headers = {{"x-amz-checksum-crc32", "DUoR"}}, .code = "InvalidRequest"},
        BodyCase{.name = "crc32c", .headers = {{"x-amz-checksum-crc32c", "yZRlqg=="}}},
        BodyCase{.name = "sha1", .headers = {{"x-amz-checksum-sha1", "Kq5sNclPz7QV2+lfQIuc6R7oRu0="}}},
        BodyCase{.name = "two_checksums",
                 .headers = {{"x-amz-checksum-crc32", "DUoRhQ=="}, {"x-amz-checksum-crc32c", "yZRlqg=="}},
                 .code = "InvalidRequest"},
        BodyCase{.name = "promised_checksum",
                 .headers = {{"x-amz-sdk-checksum-algorithm", "CRC32"}},
                 .code = "InvalidRequest"},
        BodyCase{.name = "aws_chunked",
                 .headers = {{"x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"},
                             {"x-amz-decoded-content-length", "11"},
                             {"Content-Encoding", "aws-chunked"}},
                 .body = kChunks + "\r\n"},
        BodyCase{.name = "trailing_checksum",
                 .headers = {{"x-amz-content-sha256", kStreaming},
                             {"x-amz-decoded-content-length", "11"},
                             {"x-amz-trailer", "x-amz-checksum-crc32"}},
                 .body = kChunks + "x-amz-checksum-crc32:DUoRhQ==\r\n\r\n"},
        BodyCase{.name = "wrong_trailing_checksum",
                 .headers = {{"x-amz-content-sha256", kStreaming},
                             {"x-amz-decoded-content-length", "11"},
                             {"x-amz-trailer", "x-amz-checksum-crc32"}},
                 .body = kChunks + "x-amz-checksum-crc32:DUoRhA==\r\n\r\n",
                 .code = "BadDigest"},
        BodyCase{.name = "missing_trailing_checksum",
                 .headers = {{"x-amz-content-sha256", kStreaming},
                             {"x-amz-decoded-content-length", "11"},
                             {"x-amz-trailer", "x-amz-checksum-crc32"}},
                 .body = kChunks + "\r\n",
                 .code = "MalformedTrailerError"},
        BodyCase{.name = "chunks_shorter_than_said",
                 .headers = {{"x-amz-content-sha256", kStreaming}, {"x-amz-decoded-content-length", "12"}},
                 .body = kChunks + "\r\n",
                 .code = "IncompleteBody"},
        BodyCase{.name = "chunks_longer_than_said",
                 .headers = {{"x-amz-content-sha256", kStreaming}, {"x-amz-decoded-content-length", "10"}},
                 .body = kChunks + "\r\n",
                 .code = "IncompleteBody"},
        BodyCase{.name = "chunks_without_a_length",
                 .headers = {{"x-amz-content-sha256", kStreaming}},
                 .body = kChunks + "\r\n",
                 .code = "MissingContentLength"},
        BodyCase{.name = "too_much_metadata",
                 .headers = {{"x-amz-meta-a", std::string(2048, 'a')}},
                 .code = "MetadataTooLarge"}),
    [](const auto& made) { return std::string(made.param.name); });

TEST_P(Bodies, AreWhatTheirClientSaysOrAreRefused) {
  with_service([](Service& service) {
    const Answer answer = service.put("/data/key", GetParam().body, GetParam().headers);
    if (*GetParam().code) {
      EXPECT_EQ(answer.code(), GetParam().code);
      EXPECT_EQ(service.get("/data/key").code(), "NoSuchKey");
    } else {
      EXPECT_EQ(answer.status, 200) << answer.body;
      const Answer got = service.get("/data/key");
      EXPECT_EQ(got.body, "hello world");
      EXPECT_EQ(got.header("content-encoding"), "");
    }
  });
}

TEST(PutObject, KeepsTheChecksumThatItsClientChose) {
  with_service([](Service& service) {
    const Answer put = service.put("/data/key", "hello world",
                                   {{"x-amz-checksum-sha256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek="}});
    EXPECT_EQ(put.header("x-amz-checksum-sha256"), "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=");
    const Answer head = service.head("/data/key", {{"x-amz-checksum-mode", "ENABLED"}});
    EXPECT_EQ(head.header("x-amz-checksum-sha256"), "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=");
    const Answer part = service.get("/data/key", {{"x-amz-checksum-mode", "ENABLED"}, {"Range", "bytes=0-1"}});
    EXPECT_EQ(part.header("x-amz-checksum-sha256"), "");  // it is not of these bytes
  });
}

TEST(PutObject, OnConditionsWritesOnlyWhereTheyHold) {
  with_service([](Service& service) {
    EXPECT_EQ(service.put("/data/key", "1", {{"If-Match", "\"abc\""}}).code(), "NoSuchKey");
    const Answer first = service.put("/data/key", "1", {{"If-None-Match", "*"}});
    EXPECT_EQ(first.status, 200);
    const Answer second = service.put("/data/key", "2", {{"If-None-Match", "*"}});
    EXPECT_EQ(second.status, 412);
    EXPECT_EQ(second.xml("Error").text_of("Condition"), "If-None-Match");
    EXPECT_EQ(service.put("/data/key", "2", {{"If-Match", "\"abc\""}}).code(), "PreconditionFailed");
    EXPECT_EQ(service.put("/data/key", "2", {{"If-Match", first.header("etag")}}).status, 200);
    EXPECT_EQ(service.get("/data/key").body, "2");
    // A large body that was in vain leaves no file.
    EXPECT_EQ(service.put("/data/key", bytes_of_size(100'000), {{"If-None-Match", "*"}}).status, 412);
    EXPECT_EQ(service.get("/data/key").body, "2");
  });
}

TEST(DeleteObject, IsNoErrorWhereThereIsNothingUnlessAConditionSpeaksOfIt) {
  with_service([](Service& service) {
    const std::string etag = service.put("/data/key", "x").header("etag");
    EXPECT_EQ(service.remove("/data/none").status, 204);
    EXPECT_EQ(service.remove("/data/none", {{"If-Match", etag}}).code(), "NoSuchKey");
    EXPECT_EQ(service.remove("/data/key", {{"If-Match", "\"abc\""}}).status, 412);
    EXPECT_EQ(service.get("/data/key").status, 200);
    EXPECT_EQ(service.remove("/data/key", {{"If-Match", etag}}).status, 204);
    EXPECT_EQ(service.get("/data/key").status, 404);
  });
}

TEST(DeleteObjects, TakesUpToAThousandAndSaysWhatBecameOfEach) {
  with_service([](Service& service) {
    for (const char* key : {"/data/a", "/data/b", "/data/c%26d"}) service.put(key, "x");
    const auto remove = [&](const std::string& document) {
      return service.post("/data?delete", document, {{"Content-MD5", base::to_base64(base::md5(document))}});
    };
    const xml::Element result =
        remove(
            "<Delete><Object><Key>a</Key></Object><Object><Key>c&amp;d</Key></Object><Object><Key>none</Key></Object>"
            "<Object><Key>b</Key><ETag>\"no\"</ETag></Object><Object><Key>a</Key></Object></Delete>")
            .xml("DeleteResult");
    EXPECT_EQ(texts(result, "Deleted", "Key"), (std::vector<std::string>{"a", "c&d", "none", "a"}));
    EXPECT_EQ(texts(result, "Error", "Key"), (std::vector<std::string>{"b"}));
    EXPECT_EQ(texts(result, "Error", "Code"), (std::vector<std::string>{"PreconditionFailed"}));
    EXPECT_EQ(service.get("/data/a").status, 404);
    EXPECT_EQ(service.get("/data/b").status, 200);
    EXPECT_TRUE(remove("<Delete><Quiet>true</Quiet><Object><Key>b</Key></Object></Delete>")
                    .xml("DeleteResult")
                    .children.empty());
    EXPECT_EQ(remove("<Delete></Delete>").code(), "MalformedXML");
    std::string many = "<Delete>";
    for (int i = 0; i < 1001; ++i) many += "<Object><Key>k</Key></Object>";
    EXPECT_EQ(remove(many + "</Delete>").code(), "MalformedXML");
    EXPECT_EQ(service.post("/data?delete", "<Delete><Object><Key>b</Key></Object></Delete>").code(), "InvalidRequest");
  });
}

TEST(ObjectTagging, IsKeptBesideTheBytes) {
  with_service([](Service& service) {
    const std::string bytes = bytes_of_size(10'000);
    service.put("/data/key", bytes, {{"x-amz-tagging", "kind=raw&note=a+b"}});
    EXPECT_EQ(service.head("/data/key").header("x-amz-tagging-count"), "2");
    EXPECT_EQ(texts(*service.get("/data/key?tagging").xml("Tagging").find("TagSet"), "Tag", "Value"),
              (std::vector<std::string>{"raw", "a b"}));
    EXPECT_EQ(
        service.put("/data/key?tagging", "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>")
            .status,
        200);
    EXPECT_EQ(texts(*service.get("/data/key?tagging").xml("Tagging").find("TagSet"), "Tag", "Key"),
              (std::vector<std::string>{"k"}));
    EXPECT_EQ(service.remove("/data/key?tagging").status, 204);
    EXPECT_TRUE(service.get("/data/key?tagging").xml("Tagging").find("TagSet")->children.empty());
    EXPECT_TRUE(service.get("/data/key").body == bytes);
    EXPECT_EQ(service.put("/data/none?tagging", "<Tagging><TagSet/></Tagging>").code(), "NoSuchKey");
  });
}

}  // namespace
}  // namespace s3
