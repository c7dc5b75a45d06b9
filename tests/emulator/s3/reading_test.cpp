#include "tests/emulator/s3/service.h"

namespace s3 {
namespace {

struct ReadCase {
  const char* name = "";
  http::Headers headers = {};
  int status = 200;
};

class Reading : public testing::TestWithParam<ReadCase> {};

// The object was made at 22:13:20; its ETag is 5eb63bbbe01eeed093cb22bb8f5acdc3.
const std::string kEtag = "\"5eb63bbbe01eeed093cb22bb8f5acdc3\"";
const std::string kBefore = "Tue, 14 Nov 2023 22:13:19 GMT";
const std::string kThen = "Tue, 14 Nov 2023 22:13:20 GMT";

INSTANTIATE_TEST_SUITE_P(
    Rows, Reading,
    testing::Values(
        ReadCase{"match", {{"If-Match", kEtag}}, 200},
        ReadCase{"match_without_quotes", {{"If-Match", "5eb63bbbe01eeed093cb22bb8f5acdc3"}}, 200},
        ReadCase{"match_of_a_list", {{"If-Match", "\"a\", " + kEtag}}, 200},
        ReadCase{"match_of_any", {{"If-Match", "*"}}, 200}, ReadCase{"no_match", {{"If-Match", "\"a\""}}, 412},
        ReadCase{"none_match", {{"If-None-Match", "\"a\""}}, 200},
        ReadCase{"none_match_of_it", {{"If-None-Match", "W/" + kEtag}}, 304},
        ReadCase{"modified", {{"If-Modified-Since", kBefore}}, 200},
        ReadCase{"not_modified", {{"If-Modified-Since", kThen}}, 304},
        ReadCase{"unmodified", {{"If-Unmodified-Since", kThen}}, 200},
        ReadCase{"not_unmodified", {{"If-Unmodified-Since", kBefore}}, 412},
        ReadCase{"match_outweighs_unmodified", {{"If-Match", kEtag}, {"If-Unmodified-Since", kBefore}}, 200},
        ReadCase{"none_match_outweighs_modified", {{"If-None-Match", "\"a\""}, {"If-Modified-Since", kThen}}, 200},
        ReadCase{"both_not_modified", {{"If-None-Match", kEtag}, {"If-Modified-Since", kBefore}}, 304},
        ReadCase{"no_date", {{"If-Modified-Since", "yesterday"}}, 200}, ReadCase{"range", {{"Range", "bytes=6-"}}, 206},
        ReadCase{"range_on_a_condition_that_fails", {{"Range", "bytes=6-"}, {"If-Match", "\"a\""}}, 412},
        ReadCase{"range_behind_the_end", {{"Range", "bytes=11-"}}, 416},
        ReadCase{"several_ranges", {{"Range", "bytes=0-1,3-4"}}, 200}),
    [](const auto& made) { return std::string(made.param.name); });

TEST_P(Reading, IsConditional) {
  with_service([](Service& service) {
    service.put("/data/key", "hello world");
    const Answer got = service.get("/data/key", GetParam().headers);
    EXPECT_EQ(got.status, GetParam().status);
    EXPECT_EQ(service.head("/data/key", GetParam().headers).status, GetParam().status);
    if (got.status == 200) {
      EXPECT_EQ(got.body, "hello world");
    }
    if (got.status == 206) {
      EXPECT_EQ(got.body, "world");
      EXPECT_EQ(got.header("content-range"), "bytes 6-10/11");
    }
    if (got.status == 304) {
      EXPECT_EQ(got.body, "");
      EXPECT_EQ(got.header("etag"), kEtag);
    }
    if (got.status == 416) {
      EXPECT_EQ(got.xml("Error").text_of("ActualObjectSize"), "11");
    }
  });
}

TEST(GetObject, GivesRangesOfLargeObjects) {
  with_service([](Service& service) {
    const std::string bytes = bytes_of_size(2 << 20);
    service.put("/data/key", bytes);
    const Answer got = service.get("/data/key", {{"Range", "bytes=1000000-1999999"}});
    EXPECT_EQ(got.status, 206);
    EXPECT_TRUE(got.body == bytes.substr(1'000'000, 1'000'000));
    EXPECT_EQ(service.head("/data/key", {{"Range", "bytes=-5"}}).header("content-length"), "5");
  });
}

TEST(GetObject, SendsOtherHeadersWhereItIsAskedTo) {
  with_service([](Service& service) {
    service.put("/data/key", "x", {{"Content-Type", "text/csv"}});
    const Answer got = service.get(
        "/data/key?response-content-type=text%2Fplain&response-content-disposition=attachment%3B%20filename%3Da.txt");
    EXPECT_EQ(got.header("content-type"), "text/plain");
    EXPECT_EQ(got.header("content-disposition"), "attachment; filename=a.txt");
    EXPECT_EQ(service.get("/data/key").header("content-type"), "text/csv");
    service.put("/data/plain", "x");
    EXPECT_EQ(service.get("/data/plain").header("content-type"), "binary/octet-stream");
  });
}

}  // namespace
}  // namespace s3
