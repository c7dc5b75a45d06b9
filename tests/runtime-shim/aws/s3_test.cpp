#include "aws/s3.h"

#include <gtest/gtest.h>

#include "aws/upload.h"
#include "aws/xml.h"
#include "support/scripted_server.h"

namespace aws {

using support::ScriptedServer;

struct Bucket {
  explicit Bucket(ScriptedServer::Script script) : server(std::move(script)) {}
  ScriptedServer server;
  Client client{Config::from([this](std::string_view name) -> std::optional<std::string> {
                  if (name == "AWS_ENDPOINT_URL") return server.url();
                  return name.starts_with("AWS_ENDPOINT_URL_") ? std::nullopt : std::optional<std::string>("x");
                }),
                {.sleep = [](std::chrono::milliseconds) {}, .random = [] { return 0; }}};
  S3 s3{client};
};

TEST(AwsS3, SpellsAnyKeyOnThePathAsItIs) {
  Bucket bucket([](const auto&, std::size_t) { return ScriptedServer::answer(200, "", "ETag: \"abc\"\r\n"); });
  EXPECT_EQ(bucket.s3.put("b", "orders/a b/../\xC3\xBC+%?.csv", "x"), "abc");
  const auto request = bucket.server.requests().at(0);
  EXPECT_EQ(request.target, "/b/orders/a%20b/../%C3%BC%2B%25%3F.csv");
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.body, "x");
  EXPECT_EQ(request.header("x-amz-content-sha256"), "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
}

TEST(AwsS3, GoesOnWhereABodyBrokeOff) {
  Bucket bucket([](const auto&, std::size_t index) -> ScriptedServer::Answer {
    if (index == 0) return {"HTTP/1.1 200 OK\r\nETag: \"e1\"\r\nContent-Length: 10\r\n\r\n0123", true};
    return ScriptedServer::answer(206, "456789", "ETag: \"e1\"\r\nContent-Range: bytes 4-9/10\r\n");
  });
  std::string got;
  const ObjectInfo info = bucket.s3.get("b", "k", [&](std::string_view bytes) { got += bytes; });
  EXPECT_EQ(got, "0123456789");
  EXPECT_EQ(info.size, 10u);
  const auto second = bucket.server.requests().at(1);
  EXPECT_EQ(second.header("range"), "bytes=4-");
  EXPECT_EQ(second.header("if-match"), "\"e1\"");
}

TEST(AwsS3, LetsTheReadersExceptionThrough) {
  Bucket bucket([](const auto&, std::size_t) { return ScriptedServer::answer(200, "body", "ETag: \"e\"\r\n"); });
  EXPECT_THROW(bucket.s3.get("b", "k", [](std::string_view) { throw std::out_of_range("enough"); }), std::out_of_range);
  EXPECT_EQ(bucket.s3.get_text("b", "k"), "body");  // and can be used again
}

TEST(AwsS3, ReadsRangesAndConditions) {
  Bucket bucket(
      [](const auto&, std::size_t) { return ScriptedServer::answer(206, "ab", "Content-Range: bytes 2-3/9\r\n"); });
  EXPECT_EQ(bucket.s3.get_text("b", "k", {.if_match = "e", .first = 2, .last = 3}), "ab");
  const auto request = bucket.server.requests().at(0);
  EXPECT_EQ(request.header("range"), "bytes=2-3");
  EXPECT_EQ(request.header("if-match"), "\"e\"");
}

// E014
TEST(AwsS3, ListsPageAfterPage) {
  Bucket bucket([](const auto& request, std::size_t) {
    const bool second = request.target.find("continuation-token=n%2F1") != std::string::npos;
    return ScriptedServer::answer(200, second
                                           ? R"(<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>
        <Contents><Key>orders/b+%2B.csv</Key><LastModified>2026-11-21T03:51:00.000Z</LastModified>
        <ETag>&quot;e2&quot;</ETag><Size>0</Size></Contents></ListBucketResult>)"
                                           : R"(<?xml version="1.0"?><ListBucketResult><IsTruncated>true</IsTruncated>
        <NextContinuationToken>n/1</NextContinuationToken><Contents><Key>orders/a.csv</Key>
        <LastModified>2026-11-21T03:51:00.123Z</LastModified><ETag>"e1"</ETag><Size>12</Size></Contents></ListBucketResult>)");
  });
  std::vector<ObjectInfo> listed;
  bucket.s3.list("b", "orders/", [&](const ObjectInfo& object) { listed.push_back(object); });
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].key, "orders/a.csv");
  EXPECT_EQ(listed[0].size, 12u);
  EXPECT_EQ(base::to_epoch_millis(listed[0].last_modified), 1'795'233'060'123);
  EXPECT_EQ(listed[1].key, "orders/b +.csv");
  EXPECT_EQ(listed[1].etag, "e2");
}

TEST(AwsS3, DoesNotTakeAnErrorInsideA200ForACopy) {
  Bucket bucket([](const auto&, std::size_t index) {
    if (index == 0) return ScriptedServer::answer(200, "<Error><Code>InternalError</Code><Message>m</Message></Error>");
    return ScriptedServer::answer(200, "<CopyObjectResult><ETag>\"c\"</ETag></CopyObjectResult>");
  });
  EXPECT_EQ(bucket.s3.copy("from", "a b", "to", "k", "e"), "c");
  EXPECT_EQ(bucket.server.requests().size(), 2u);
  EXPECT_EQ(bucket.server.requests()[1].header("x-amz-copy-source"), "/from/a%20b");
  EXPECT_EQ(bucket.server.requests()[1].header("x-amz-copy-source-if-match"), "\"e\"");
}

TEST(AwsS3, TellsAMissingKeyFromAMissingBucket) {
  Bucket bucket([](const auto& request, std::size_t) {
    const bool key = request.target.starts_with("/b/");
    return ScriptedServer::answer(404, key ? "<Error><Code>NoSuchKey</Code><Message>m</Message></Error>"
                                           : "<Error><Code>NoSuchBucket</Code><Message>m</Message></Error>");
  });
  EXPECT_FALSE(bucket.s3.find_text("b", "k"));
  EXPECT_THROW(bucket.s3.find_text("other", "k"), Error);
  EXPECT_NO_THROW(bucket.s3.remove("b", "k", "etag"));
}

TEST(AwsS3, DoesNotRepeatAConditionalPutThatMayHaveBeenApplied) {
  Bucket bucket([](const auto&, std::size_t) { return ScriptedServer::answer(500, ""); });
  EXPECT_THROW(bucket.s3.put("b", "k", "x", {.if_none_match = true}), Error);
  EXPECT_EQ(bucket.server.requests().size(), 1u);
}

TEST(AwsUpload, PutsASmallObjectAtOnceAndALargeOneInParts) {
  Bucket bucket([](const auto& request, std::size_t index) {
    if (request.target.ends_with("uploads=")) return ScriptedServer::answer(200, "<R><UploadId>u 1</UploadId></R>");
    if (request.method == "POST") return ScriptedServer::answer(200, "<R><ETag>\"whole\"</ETag></R>");
    return ScriptedServer::answer(200, "", "ETag: \"p" + std::to_string(index) + "\"\r\n");
  });
  Upload small(bucket.s3, "b", "small", "text/csv", 4);
  small.write("abcd");
  EXPECT_EQ(small.finish(), "p0");

  Upload large(bucket.s3, "b", "large", "text/csv", 4);
  large.write("abcde");
  large.write("fghij");
  EXPECT_EQ(large.finish(), "whole");
  const auto requests = bucket.server.requests();
  ASSERT_EQ(requests.size(), 6u);
  EXPECT_EQ(requests[2].target, "/b/large?partNumber=1&uploadId=u%201");
  EXPECT_EQ(requests[2].body + requests[3].body + requests[4].body, "abcdefghij");
  EXPECT_NE(requests[5].body.find("<PartNumber>3</PartNumber><ETag>&quot;p4&quot;</ETag>"), std::string::npos);
}

TEST(AwsUpload, AbortsWhatIsNotFinished) {
  Bucket bucket([](const auto& request, std::size_t) {
    if (request.method == "DELETE") return ScriptedServer::answer(204, "");
    return ScriptedServer::answer(200, "<R><UploadId>u</UploadId></R>", "ETag: \"p\"\r\n");
  });
  {
    Upload upload(bucket.s3, "b", "k", "text/csv", 2);
    upload.write("abc");
  }
  EXPECT_EQ(bucket.server.requests().back().method, "DELETE");
  EXPECT_EQ(bucket.server.requests().back().target, "/b/k?uploadId=u");
}

TEST(AwsXml, ReadsElementsTextAndEntitiesAndRefusesTheRest) {
  const auto root =
      xml::parse("<?xml version='1.0'?><!-- x --><a x='>'><b>1 &lt; &#x263A;</b><b/><c><![CDATA[<&>]]></c></a>");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->children.size(), 3u);
  EXPECT_EQ(root->child_text("b"), "1 < \u263A");
  EXPECT_EQ(root->child_text("c"), "<&>");
  EXPECT_EQ(root->child_text("d"), "");
  for (const char* bad : {"", "a", "<a>", "<a></b>", "<a>&x;</a>", "<a/><b/>", "<!DOCTYPE a><a/>", "<a>&#x110000;</a>"})
    EXPECT_FALSE(xml::parse(bad)) << bad;
}

TEST(AwsS3, SendsAConditionalPutAgainOnlyWhereItsCallerKnowsWhatThatSays) {
  const auto failing_once = [](const auto&, std::size_t index) {
    return index == 0 ? ScriptedServer::answer(500, "<Error><Code>InternalError</Code></Error>")
                      : ScriptedServer::answer(200, "", "ETag: \"e\"\r\n");
  };
  Bucket careful(failing_once);
  EXPECT_THROW(careful.s3.put("b", "k", "x", {.if_none_match = true}), Error);
  EXPECT_EQ(careful.server.requests().size(), 1u);
  Bucket sure(failing_once);
  EXPECT_EQ(sure.s3.put("b", "k", "x", {.if_none_match = true, .repeat = Repeat::kYes}), "e");
  EXPECT_EQ(sure.server.requests().at(1).header("if-none-match"), "*");
}

TEST(AwsS3, ListsAPageWithItsFolders) {
  Bucket bucket([](const auto&, std::size_t) {
    return ScriptedServer::answer(200,
                                  "<ListBucketResult><IsTruncated>true</IsTruncated>"
                                  "<NextContinuationToken>t+1</NextContinuationToken>"
                                  "<CommonPrefixes><Prefix>raw/vendorId%3Da/</Prefix></CommonPrefixes>"
                                  "</ListBucketResult>");
  });
  const ListPage page =
      bucket.s3.list_page("b", {.prefix = "raw/", .delimiter = "/", .start_after = "raw/a", .max = 5});
  EXPECT_EQ(page.folders, std::vector<std::string>{"raw/vendorId=a/"});
  EXPECT_EQ(page.next, "t+1");
  EXPECT_EQ(bucket.server.requests().at(0).target,
            "/b?delimiter=%2F&encoding-type=url&list-type=2&max-keys=5&prefix=raw%2F&start-after=raw%2Fa");
}

}  // namespace aws
