#include "ports/order_files.h"

#include <gtest/gtest.h>

#include "support/scripted_server.h"

namespace ports {
namespace {

using support::ScriptedServer;

struct Bucket {
  explicit Bucket(ScriptedServer::Script script) : server(std::move(script)) {}
  ScriptedServer server;
  Cloud cloud{aws::Config::from([this](std::string_view name) -> std::optional<std::string> {
    if (name == "AWS_ENDPOINT_URL") return server.url();
    return name.starts_with("AWS_ENDPOINT_URL_") ? std::nullopt : std::optional<std::string>("x");
  })};
  OrderFiles files{cloud, "bucket", 64};
};

const domain::Manifest kManifest{.set_id = "abc", .attempt = 2};
const domain::ManifestFile kFile{.kind = "orders", .key = "orders/a.csv", .etag = "e1", .size = 5};

TEST(OrderFiles, ReadTheObjectThatTheSetClaimedAndNoOther) {
  Bucket bucket([](const auto&, std::size_t) { return ScriptedServer::answer(200, "bytes"); });
  std::string read;
  bucket.files.read(kManifest, kFile, [&](std::string_view piece) { read += piece; });
  EXPECT_EQ(read, "bytes");
  EXPECT_EQ(bucket.server.requests().at(0).header("if-match"), "\"e1\"");

  Bucket replaced([](const auto&, std::size_t) {
    return ScriptedServer::answer(412, "<Error><Code>PreconditionFailed</Code><Message>m</Message></Error>");
  });
  EXPECT_THROW(replaced.files.read(kManifest, kFile, [](std::string_view) {}), InputChanged);
}

TEST(OrderFiles, LargeOnesAreReadInRangesSoThatALeaseCanBeRenewedBetween) {
  Bucket bucket([](const auto&, std::size_t) { return ScriptedServer::answer(206, "x"); });
  domain::ManifestFile large = kFile;
  large.size = (128 << 20) + 1;
  int between = 0;
  bucket.files.read(
      kManifest, large, [](std::string_view) {}, [&] { ++between; });
  EXPECT_EQ(between, 2);
  const auto requests = bucket.server.requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[0].header("range"), "bytes=0-67108863");
  EXPECT_EQ(requests[1].header("range"), "bytes=67108864-134217727");
  EXPECT_EQ(requests[2].header("range"), "bytes=134217728-");
}

// E093
TEST(OrderFiles, HowMuchIsReadAtOnceIsASetting) {
  Bucket bucket([](const auto&, std::size_t) { return ScriptedServer::answer(206, "x"); });
  OrderFiles by_two(bucket.cloud, "bucket", 2);
  domain::ManifestFile file = kFile;
  file.size = 3 << 20;
  by_two.read(kManifest, file, [](std::string_view) {});
  const auto requests = bucket.server.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].header("range"), "bytes=0-2097151");
  EXPECT_EQ(requests[1].header("range"), "bytes=2097152-");
}

TEST(OrderFiles, AProductsCsvThatTheNextSetReplacedIsReadFromTheSetsOwnCopy) {
  Bucket bucket([](const ScriptedServer::Request& request, std::size_t) {
    return request.target == "/bucket/products.csv"
               ? ScriptedServer::answer(412, "<Error><Code>PreconditionFailed</Code><Message>m</Message></Error>")
               : ScriptedServer::answer(200, "bytes");
  });
  std::string read;
  bucket.files.read(kManifest, {.kind = "products", .key = "products.csv", .etag = "e1", .size = 5},
                    [&](std::string_view piece) { read += piece; });
  EXPECT_EQ(read, "bytes");
  EXPECT_EQ(bucket.server.requests().at(1).target, "/bucket/processing/abc/products.csv");
}

// E022 E048
TEST(OrderFiles, BadOnesAreCopiedToQuarantineWithTheirReason) {
  Bucket bucket([](const ScriptedServer::Request& request, std::size_t) {
    return ScriptedServer::answer(
        200, request.header("x-amz-copy-source").empty() ? "" : "<CopyObjectResult><ETag>x</ETag></CopyObjectResult>");
  });
  domain::FileReport report{.kind = domain::Kind::kOrders, .key = kFile.key, .quarantine_reason = "empty_file"};
  bucket.files.quarantine(kManifest, kFile, report);
  const auto requests = bucket.server.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].target, "/bucket/quarantine/orders/abc/a.csv");
  EXPECT_EQ(requests[0].header("x-amz-copy-source"), "/bucket/orders/a.csv");
  EXPECT_EQ(requests[0].header("x-amz-copy-source-if-match"), "\"e1\"");
  EXPECT_EQ(requests[1].target, "/bucket/quarantine/orders/abc/a.csv.reason.json");
  EXPECT_EQ(base::Json::parse(requests[1].body).text("reason"), "empty_file");
}

TEST(OrderFiles, NamesakesDoNotMeetInQuarantine) {
  Bucket bucket([](const auto&, std::size_t) {
    return ScriptedServer::answer(200, "<CopyObjectResult><ETag>x</ETag></CopyObjectResult>");
  });
  const domain::FileReport report{.kind = domain::Kind::kProducts, .quarantine_reason = "empty_file"};
  bucket.files.quarantine(kManifest, {.kind = "products", .key = "products.csv", .etag = "e"}, report);
  bucket.files.quarantine(kManifest, {.kind = "products", .key = "products/products.csv", .etag = "e"}, report);
  EXPECT_EQ(bucket.server.requests().at(0).target, "/bucket/quarantine/products/abc/products.csv");
  EXPECT_EQ(bucket.server.requests().at(2).target, "/bucket/quarantine/products/abc/products/products.csv");
}

TEST(Spool, GivesBackWhatWasWrittenBeyondItsBuffer) {
  Spool spool;
  EXPECT_TRUE(spool.empty());
  std::string all, read;
  for (int i = 0; i < 50000; ++i) {
    const std::string line = "line " + std::to_string(i) + "\n";
    all += line;
    spool.write(line);
  }
  spool.read([&](std::string_view piece) { read += piece; });
  EXPECT_FALSE(spool.empty());
  EXPECT_TRUE(read == all);
}

}  // namespace
}  // namespace ports
