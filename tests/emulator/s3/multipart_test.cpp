#include <fmt/format.h>

#include "base/digest.h"
#include "base/text.h"
#include "emulator/s3/checksum.h"
#include "tests/emulator/s3/service.h"

namespace s3 {
namespace {

std::string begin(Service& service, const std::string& key, http::Headers headers = {}) {
  return service.post("/data/" + key + "?uploads", "", std::move(headers))
      .xml("InitiateMultipartUploadResult")
      .text_of("UploadId");
}
std::string target_of(const std::string& key, int part, const std::string& upload) {
  return fmt::format("/data/{}?partNumber={}&uploadId={}", key, part, upload);
}
std::string listed(int number, const std::string& etag, const std::string& more = {}) {
  return fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag>{}</Part>", number, etag, more);
}
Answer complete(Service& service, const std::string& key, const std::string& upload, const std::string& parts,
                http::Headers headers = {}) {
  return service.post(fmt::format("/data/{}?uploadId={}", key, upload),
                      "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>", std::move(headers));
}
std::string crc64(std::string_view bytes) {
  ChecksumHasher hasher(ChecksumAlgorithm::kCrc64Nvme);
  hasher.update(bytes);
  return base::to_base64(hasher.finish());
}

constexpr std::size_t kPart = 5 << 20;

TEST(Multipart, MakesOneObjectOfItsParts) {
  with_service([](Service& service) {
    const std::string bytes = bytes_of_size(2 * kPart + 1000);
    const std::string upload = begin(service, "big", {{"Content-Type", "text/csv"}, {"x-amz-meta-k", "v"}});
    std::string list, digests;
    for (int part = 1; part <= 3; ++part) {
      const std::string piece = bytes.substr(static_cast<std::size_t>(part - 1) * kPart, kPart);
      const Answer put = service.put(target_of("big", part, upload), piece);
      ASSERT_EQ(put.status, 200) << put.body;
      EXPECT_EQ(put.header("etag"), '"' + base::to_hex(base::md5(piece)) + '"');
      list += listed(part, put.header("etag"));
      digests += base::md5(piece);
    }
    EXPECT_EQ(service.get("/data/big").code(), "NoSuchKey");
    const Answer done = complete(service, "big", upload, list);
    ASSERT_EQ(done.status, 200) << done.body;
    const xml::Element result = done.xml("CompleteMultipartUploadResult");
    EXPECT_EQ(result.text_of("ETag"), '"' + base::to_hex(base::md5(digests)) + "-3\"");
    EXPECT_EQ(result.text_of("ChecksumCRC64NVME"), crc64(bytes));
    EXPECT_EQ(result.text_of("Location"), "http://localhost:4566/data/big");
    const Answer got = service.get("/data/big");
    EXPECT_TRUE(got.body == bytes);
    EXPECT_EQ(got.header("content-type"), "text/csv");
    EXPECT_EQ(got.header("x-amz-meta-k"), "v");
    const Answer second = service.get("/data/big?partNumber=2");
    EXPECT_EQ(second.status, 206);
    EXPECT_TRUE(second.body == bytes.substr(kPart, kPart));
    EXPECT_EQ(second.header("x-amz-mp-parts-count"), "3");
    EXPECT_EQ(service.get("/data/big?partNumber=4").status, 416);
    // A client that did not hear the answer asks again.
    EXPECT_EQ(complete(service, "big", upload, list).body, done.body);
    EXPECT_EQ(service.put(target_of("big", 1, upload), "x").code(), "NoSuchUpload");
    EXPECT_EQ(service.store.count(service.store.space("s3/part"), ""), 0u);
    EXPECT_TRUE(service.store.check().empty());
    // A copy is one whole object.
    service.put("/data/copy", "", {{"x-amz-copy-source", "data/big"}});
    EXPECT_EQ(service.head("/data/copy").header("etag"), '"' + base::to_hex(base::md5(bytes)) + '"');
  });
}

TEST(Multipart, OfOnePartSharesItsFile) {
  with_service([](Service& service) {
    const std::string bytes = bytes_of_size(100'000);
    const std::string upload = begin(service, "one");
    const std::string etag = service.put(target_of("one", 7, upload), bytes).header("etag");
    ASSERT_EQ(complete(service, "one", upload, listed(7, etag)).status, 200);
    EXPECT_TRUE(service.get("/data/one").body == bytes);
    EXPECT_EQ(service.blobs(), 1u);
    EXPECT_TRUE(service.store.check().empty());
    const std::string small = begin(service, "small");
    const std::string small_etag = service.put(target_of("small", 1, small), "tiny").header("etag");
    ASSERT_EQ(complete(service, "small", small, listed(1, small_etag)).status, 200);
    EXPECT_EQ(service.get("/data/small").body, "tiny");
  });
}

TEST(Multipart, RefusesPartsThatAreNotThoseItHas) {
  with_service([](Service& service) {
    const std::string upload = begin(service, "big");
    const std::string first = service.put(target_of("big", 1, upload), bytes_of_size(kPart)).header("etag");
    const std::string small = service.put(target_of("big", 2, upload), "small").header("etag");
    const std::string third = service.put(target_of("big", 3, upload), "last").header("etag");
    struct Case {
      std::string parts;
      const char* code;
    };
    for (const auto& [parts, code] :
         {Case{listed(1, "\"abc\""), "InvalidPart"}, Case{listed(4, first), "InvalidPart"},
          Case{listed(3, third) + listed(1, first), "InvalidPartOrder"},
          Case{listed(1, first) + listed(1, first), "InvalidPartOrder"},
          Case{listed(1, first) + listed(2, small) + listed(3, third), "EntityTooSmall"}, Case{"", "MalformedXML"},
          Case{"<Part/>", "MalformedXML"}, Case{listed(10'001, first), "MalformedXML"}}) {
      EXPECT_EQ(complete(service, "big", upload, parts).code(), code) << parts;
    }
    EXPECT_EQ(complete(service, "big", "none", listed(1, first)).code(), "NoSuchUpload");
    EXPECT_EQ(complete(service, "big", upload, listed(1, first), {{"x-amz-mp-object-size", "7"}}).code(),
              "InvalidRequest");
    EXPECT_EQ(complete(service, "big", upload, listed(1, first), {{"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="}}).code(),
              "BadDigest");
    EXPECT_EQ(service.put("/data/big?partNumber=0&uploadId=" + upload, "x").code(), "InvalidArgument");
    EXPECT_EQ(service.put("/data/big?partNumber=10001&uploadId=" + upload, "x").code(), "InvalidArgument");
    // What was refused can be put right, and parts that are not asked for are left out.
    EXPECT_EQ(complete(service, "big", upload, listed(1, first) + listed(3, third)).status, 200);
    EXPECT_EQ(service.head("/data/big").header("content-length"), std::to_string(kPart + 4));
  });
}

TEST(Multipart, OnConditionsMakesTheObjectOnlyWhereTheyHold) {
  with_service([](Service& service) {
    service.put("/data/key", "x");
    const std::string upload = begin(service, "key");
    const std::string etag = service.put(target_of("key", 1, upload), "part").header("etag");
    EXPECT_EQ(complete(service, "key", upload, listed(1, etag), {{"If-None-Match", "*"}}).code(), "PreconditionFailed");
    EXPECT_EQ(service.get("/data/key").body, "x");
  });
}

TEST(Multipart, KeepsTheChecksumsThatItWasBegunWith) {
  with_service([](Service& service) {
    const std::string bytes = bytes_of_size(kPart + 10);
    const std::string upload = begin(service, "key", {{"x-amz-checksum-algorithm", "SHA256"}});
    std::string list, raw;
    for (int part = 1; part <= 2; ++part) {
      const std::string piece = bytes.substr(part == 1 ? 0 : kPart, kPart);
      const std::string sha256 = base::to_base64(base::sha256(piece));
      raw += base::sha256(piece);
      const Answer put = service.put(target_of("key", part, upload), piece, {{"x-amz-checksum-sha256", sha256}});
      EXPECT_EQ(put.header("x-amz-checksum-sha256"), sha256);
      list += listed(part, put.header("etag"), "<ChecksumSHA256>" + sha256 + "</ChecksumSHA256>");
    }
    EXPECT_EQ(service.put(target_of("key", 3, upload), "hello world", {{"x-amz-checksum-crc32", "DUoRhQ=="}}).code(),
              "InvalidRequest");
    EXPECT_EQ(complete(service, "key", upload, listed(1, "\"" + base::to_hex(base::md5(bytes.substr(0, kPart))) + "\""))
                  .code(),
              "InvalidRequest");  // its checksum is missing
    const xml::Element done = complete(service, "key", upload, list).xml("CompleteMultipartUploadResult");
    const std::string composite = base::to_base64(base::sha256(raw)) + "-2";
    EXPECT_EQ(done.text_of("ChecksumSHA256"), composite);
    EXPECT_EQ(done.text_of("ChecksumType"), "COMPOSITE");
    EXPECT_EQ(service.head("/data/key", {{"x-amz-checksum-mode", "ENABLED"}}).header("x-amz-checksum-sha256"),
              composite);
    EXPECT_EQ(
        service
            .post("/data/k?uploads", "", {{"x-amz-checksum-algorithm", "SHA1"}, {"x-amz-checksum-type", "FULL_OBJECT"}})
            .code(),
        "InvalidRequest");
    EXPECT_EQ(service.post("/data/k?uploads", "", {{"x-amz-checksum-algorithm", "MD4"}}).code(), "InvalidRequest");
  });
}

TEST(AbortMultipartUpload, LeavesNothing) {
  EXPECT_EQ(blob_files_after([](Service& service) {
              const std::string upload = begin(service, "key");
              service.put(target_of("key", 1, upload), bytes_of_size(100'000));
              service.put(target_of("key", 1, upload), bytes_of_size(200'000));  // in place of the first
              EXPECT_EQ(service.remove("/data/key?uploadId=" + upload).status, 204);
              EXPECT_EQ(service.remove("/data/key?uploadId=" + upload).code(), "NoSuchUpload");
              EXPECT_EQ(service.store.count(service.store.space("s3/part"), ""), 0u);
            }),
            0u);
}

TEST(CompleteMultipartUpload, LeavesTheFileOfTheObjectAlone) {
  EXPECT_EQ(blob_files_after([](Service& service) {
              for (const char* key : {"many", "one"}) {
                const std::string upload = begin(service, key);
                const std::string first = service.put(target_of(key, 1, upload), bytes_of_size(kPart)).header("etag");
                const std::string second = service.put(target_of(key, 2, upload), bytes_of_size(kPart)).header("etag");
                const bool both = std::string_view(key) == "many";
                EXPECT_EQ(complete(service, key, upload, listed(1, first) + (both ? listed(2, second) : "")).status,
                          200);
              }
            }),
            2u);
}

TEST(UploadPartCopy, TakesARangeOfAnotherObject) {
  with_service([](Service& service) {
    const std::string bytes = bytes_of_size(6 << 20);
    service.put("/data/source", bytes);
    service.put("/data/small", "0123456789");
    const std::string upload = begin(service, "key");
    const auto copy = [&](int part, const std::string& source, const std::string& range) {
      http::Headers headers = {{"x-amz-copy-source", source}};
      if (!range.empty()) headers.add("x-amz-copy-source-range", range);
      return service.put(target_of("key", part, upload), "", headers);
    };
    const Answer first = copy(1, "/data/source", "bytes=100-5242979");
    const Answer second = copy(2, "/data/small", "bytes=2-4");
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(copy(3, "/data/small", "bytes=2-10").code(), "InvalidArgument");
    EXPECT_EQ(copy(3, "/data/small", "2-4").code(), "InvalidArgument");
    ASSERT_EQ(complete(service, "key", upload,
                       listed(1, first.xml("CopyPartResult").text_of("ETag")) +
                           listed(2, second.xml("CopyPartResult").text_of("ETag")))
                  .status,
              200);
    EXPECT_TRUE(service.get("/data/key").body == bytes.substr(100, kPart) + "234");
  });
}

TEST(ListParts, ComesInPages) {
  with_service([](Service& service) {
    const std::string upload = begin(service, "key");
    for (const int part : {1, 2, 300, 10'000}) service.put(target_of("key", part, upload), "x");
    const xml::Element first = service.get("/data/key?max-parts=3&uploadId=" + upload).xml("ListPartsResult");
    EXPECT_EQ(texts(first, "Part", "PartNumber"), (std::vector<std::string>{"1", "2", "300"}));
    EXPECT_EQ(first.text_of("IsTruncated"), "true");
    const xml::Element rest =
        service.get("/data/key?part-number-marker=" + first.text_of("NextPartNumberMarker") + "&uploadId=" + upload)
            .xml("ListPartsResult");
    EXPECT_EQ(texts(rest, "Part", "PartNumber"), (std::vector<std::string>{"10000"}));
    EXPECT_EQ(rest.text_of("IsTruncated"), "false");
    EXPECT_EQ(service.get("/data/key?uploadId=none").code(), "NoSuchUpload");
  });
}

TEST(ListMultipartUploads, ComesInPagesByKeyAndThenByTime) {
  with_service([](Service& service) {
    std::vector<std::string> ids;
    for (const char* key : {"b", "a", "a", "c/1", "c/2"}) {
      ids.push_back(begin(service, key));
      service.loop.advance_to(service.loop.now() + std::chrono::seconds(1), loop::soon());
    }
    const xml::Element all = service.get("/data?uploads&delimiter=/").xml("ListMultipartUploadsResult");
    EXPECT_EQ(texts(all, "Upload", "Key"), (std::vector<std::string>{"a", "a", "b"}));
    EXPECT_EQ(texts(all, "Upload", "UploadId"), (std::vector<std::string>{ids[1], ids[2], ids[0]}));
    EXPECT_EQ(texts(all, "CommonPrefixes", "Prefix"), (std::vector<std::string>{"c/"}));
    const xml::Element first = service.get("/data?uploads&max-uploads=1").xml("ListMultipartUploadsResult");
    EXPECT_EQ(first.text_of("NextUploadIdMarker"), ids[1]);
    const xml::Element rest = service
                                  .get(fmt::format("/data?uploads&key-marker={}&upload-id-marker={}",
                                                   first.text_of("NextKeyMarker"), first.text_of("NextUploadIdMarker")))
                                  .xml("ListMultipartUploadsResult");
    EXPECT_EQ(texts(rest, "Upload", "UploadId"), (std::vector<std::string>{ids[2], ids[0], ids[3], ids[4]}));
  });
}

}  // namespace
}  // namespace s3
