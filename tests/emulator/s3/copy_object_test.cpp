#include "tests/emulator/s3/service.h"

namespace s3 {
namespace {

// E006, E049: the way into the archive: copied, the same bytes, gone from incoming.
TEST(CopyObject, MovesAnObjectToTheArchive) {
  with_service([](Service& service) {
    service.put("/archive", "");
    for (const std::size_t size : {100u, 10'000u, 300'000u}) {
      const std::string bytes = bytes_of_size(size);
      const Answer put =
          service.put("/data/orders/a%20b.csv", bytes, {{"Content-Type", "text/csv"}, {"x-amz-meta-k", "v"}});
      const Answer copied = service.put(
          "/archive/2024/a%20b.csv", "",
          {{"x-amz-copy-source", "/data/orders/a%20b.csv"}, {"x-amz-copy-source-if-match", put.header("etag")}});
      ASSERT_EQ(copied.status, 200) << copied.body;
      EXPECT_EQ(copied.xml("CopyObjectResult").text_of("ETag"), put.header("etag"));
      EXPECT_EQ(service.remove("/data/orders/a%20b.csv", {{"If-Match", put.header("etag")}}).status, 204);
      EXPECT_EQ(service.get("/data/orders/a%20b.csv").code(), "NoSuchKey");
      const Answer got = service.get("/archive/2024/a%20b.csv");
      EXPECT_TRUE(got.body == bytes) << size;
      EXPECT_EQ(got.header("content-type"), "text/csv");
      EXPECT_EQ(got.header("x-amz-meta-k"), "v");
      service.remove("/archive/2024/a%20b.csv");
    }
    EXPECT_TRUE(service.store.check().empty());
  });
}

TEST(CopyObject, SharesTheFileOfALargeObjectAndKeepsItAsLongAsSomebodyNeedsIt) {
  with_service([](Service& service) {
    const std::string bytes = bytes_of_size(200'000);
    service.put("/data/a", bytes);
    service.put("/data/b", "", {{"x-amz-copy-source", "data/a"}});
    EXPECT_EQ(service.blobs(), 1u);
    service.put("/data/a", "small");
    EXPECT_TRUE(service.get("/data/b").body == bytes);
  });
}

TEST(CopyObject, ReplacesWhatItIsToldToReplace) {
  with_service([](Service& service) {
    service.put("/data/a", "x", {{"Content-Type", "text/csv"}, {"x-amz-meta-k", "v"}, {"x-amz-tagging", "t=1"}});
    const auto copy = [&](http::Headers headers) {
      headers.add("x-amz-copy-source", "data/a");
      return service.put("/data/b", "", headers);
    };
    copy({{"x-amz-metadata-directive", "REPLACE"}, {"x-amz-meta-new", "1"}});
    Answer got = service.head("/data/b");
    EXPECT_EQ(got.header("x-amz-meta-k"), "");
    EXPECT_EQ(got.header("x-amz-meta-new"), "1");
    EXPECT_EQ(got.header("content-type"), "binary/octet-stream");
    EXPECT_EQ(got.header("x-amz-tagging-count"), "1");
    copy({{"x-amz-tagging-directive", "REPLACE"}});
    got = service.head("/data/b");
    EXPECT_EQ(got.header("content-type"), "text/csv");
    EXPECT_EQ(got.header("x-amz-tagging-count"), "");
    EXPECT_EQ(copy({{"x-amz-metadata-directive", "SOME"}}).code(), "InvalidArgument");
    EXPECT_EQ(service.put("/data/a", "", {{"x-amz-copy-source", "data/a"}}).code(), "InvalidRequest");
    EXPECT_EQ(
        service.put("/data/a", "", {{"x-amz-copy-source", "data/a"}, {"x-amz-metadata-directive", "REPLACE"}}).status,
        200);
  });
}

TEST(CopyObject, FailsWhereItsSourceIsNotWhatItAsksFor) {
  with_service([](Service& service) {
    const std::string etag = service.put("/data/a", "x").header("etag");
    struct Case {
      const char* header;
      std::string value;
      int status;
    };
    for (const auto& [header, value, status] :
         {Case{"x-amz-copy-source-if-match", "\"no\"", 412}, Case{"x-amz-copy-source-if-match", etag, 200},
          Case{"x-amz-copy-source-if-none-match", etag, 412},
          Case{"x-amz-copy-source-if-modified-since", "Tue, 14 Nov 2023 22:13:20 GMT", 412},
          Case{"x-amz-copy-source-if-unmodified-since", "Tue, 14 Nov 2023 22:13:19 GMT", 412},
          Case{"If-None-Match", "*", 412}}) {
      EXPECT_EQ(service.put("/data/b", "", {{"x-amz-copy-source", "data/a"}, {header, value}}).status, status)
          << header;
    }
    EXPECT_EQ(service.put("/data/b", "", {{"x-amz-copy-source", "data/none"}}).code(), "NoSuchKey");
    EXPECT_EQ(service.put("/data/b", "", {{"x-amz-copy-source", "nowhere/a"}}).code(), "NoSuchBucket");
    EXPECT_EQ(service.put("/data/b", "", {{"x-amz-copy-source", "data"}}).code(), "InvalidArgument");
    EXPECT_EQ(service.put("/data/b", "", {{"x-amz-copy-source", "data/a?versionId=x"}}).code(), "InvalidArgument");
  });
}

}  // namespace
}  // namespace s3
