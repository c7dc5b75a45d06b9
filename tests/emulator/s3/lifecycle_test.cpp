#include "emulator/s3/lifecycle.h"

#include <fmt/format.h>

#include "tests/emulator/s3/service.h"

namespace s3 {
namespace {

std::string rule(std::string_view inner) {
  return fmt::format("<LifecycleConfiguration><Rule><Status>Enabled</Status>{}</Rule></LifecycleConfiguration>", inner);
}

base::TimePoint time(std::string_view text) { return *base::parse_iso8601(text); }

TEST(Lifecycle, DaysAreRoundedUpToTheNextMidnight) {
  EXPECT_EQ(expiry_of(time("2026-01-01T10:30:00Z"), 3),
            time("2026-01-05T00:00:00Z"));  // S3 User Guide's example, in UTC
  EXPECT_EQ(expiry_of(time("2026-01-01T00:00:00Z"), 1), time("2026-01-02T00:00:00Z"));
  EXPECT_EQ(next_midnight(time("2026-01-01T00:00:00Z")), time("2026-01-02T00:00:00Z"));
}

// E118
TEST(Lifecycle, ObjectsExpireWhenTheirRuleSaysSoAndNoOthersDo) {
  with_service([](Service& service) {
    const auto to = [&](std::string_view when) { ASSERT_TRUE(service.loop.advance_to(time(when), loop::soon())); };
    service.buckets.ensure(
        {.name = "data",
         .account = "000000000000",
         .region = "us-east-1",
         .notifications = {{.event = "s3:LifecycleExpiration:*", .target_arn = "arn:aws:sqs:us-east-1:0:q"}},
         .lifecycle = {{.id = "tmp", .prefix = "tmp/", .expiration_days = 7},
                       {.id = "off", .enabled = false, .expiration_days = 1}}});
    // 2023-11-14T22:13:20Z
    EXPECT_EQ(service.put("/data/tmp/old", bytes_of_size(100'000)).header("x-amz-expiration"),
              "expiry-date=\"Wed, 22 Nov 2023 00:00:00 GMT\", rule-id=\"tmp\"");
    service.put("/data/kept", "x");
    to("2023-11-16T00:00:00Z");
    service.put("/data/tmp/young", "x");
    to("2023-11-21T23:59:59Z");
    EXPECT_EQ(service.get("/data/tmp/old").status, 200);
    to("2023-11-22T00:00:00Z");
    EXPECT_EQ(service.get("/data/tmp/old").status, 404);
    EXPECT_EQ(service.get("/data/tmp/young").status, 200);
    to("2023-12-31T00:00:00Z");
    EXPECT_EQ(service.get("/data/tmp/young").status, 404);
    EXPECT_EQ(service.get("/data/kept").status, 200);
    EXPECT_EQ(service.head("/data/kept").header("x-amz-expiration"), "");
    ASSERT_EQ(service.delivered.size(), 2u);
    const base::Json event = base::Json::parse(service.delivered[0].payload);
    EXPECT_EQ(event.at("Records").at(std::size_t{0}).text("eventName"), "LifecycleExpiration:Delete");
    EXPECT_TRUE(service.store.check().empty());
  });
}

// E118
TEST(Lifecycle, UploadsThatNobodyFinishesAreAborted) {
  with_service([](Service& service) {
    service.put("/data?lifecycle",
                rule("<Filter/><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation>"
                     "</AbortIncompleteMultipartUpload>"));
    const std::string upload =
        service.post("/data/big?uploads").xml("InitiateMultipartUploadResult").text_of("UploadId");
    service.put("/data/big?partNumber=1&uploadId=" + upload, bytes_of_size(100'000));
    ASSERT_TRUE(service.loop.advance_to(time("2023-11-15T23:00:00Z"), loop::soon()));
    EXPECT_EQ(service.get("/data/big?uploadId=" + upload).status, 200);
    ASSERT_TRUE(service.loop.advance_to(time("2023-11-16T01:00:00Z"), loop::soon()));
    EXPECT_EQ(service.get("/data/big?uploadId=" + upload).code(), "NoSuchUpload");
  });
}

TEST(Lifecycle, RulesAreShownAsTheyWereSetAndGo) {
  with_service([](Service& service) {
    EXPECT_EQ(service.get("/data?lifecycle").code(), "NoSuchLifecycleConfiguration");
    EXPECT_EQ(service
                  .put("/data?lifecycle",
                       rule("<ID>r</ID><Filter><Prefix>a/</Prefix></Filter><Expiration><Days>3</Days></Expiration>"))
                  .status,
              200);
    const xml::Element shown = service.get("/data?lifecycle").xml("LifecycleConfiguration").children.at(0);
    EXPECT_EQ(shown.text_of("ID"), "r");
    EXPECT_EQ(shown.text_of("Status"), "Enabled");
    EXPECT_EQ(shown.find("Filter")->text_of("Prefix"), "a/");
    EXPECT_EQ(shown.find("Expiration")->text_of("Days"), "3");
    EXPECT_EQ(service.remove("/data?lifecycle").status, 204);
    EXPECT_EQ(service.get("/data?lifecycle").code(), "NoSuchLifecycleConfiguration");
  });
}

TEST(Lifecycle, RulesThatWouldBeCarriedOutOtherwiseAreRefused) {
  with_service([](Service& service) {
    const std::string days = "<Expiration><Days>3</Days></Expiration>";
    struct Case {
      std::string inner;
      const char* code;
    };
    for (const auto& [inner, code] :
         {Case{"<Filter/><Transition><Days>3</Days><StorageClass>GLACIER</StorageClass></Transition>",
               "NotImplemented"},
          Case{"<Filter/><NoncurrentVersionExpiration/>", "NotImplemented"},
          Case{"<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>" + days, "NotImplemented"},
          Case{"<Filter/><Expiration><Date>2030-01-01T00:00:00Z</Date></Expiration>", "NotImplemented"},
          Case{"<Filter/><Expiration><Days>0</Days></Expiration>", "InvalidArgument"},
          Case{"<Filter/><Expiration><Days>x</Days></Expiration>", "MalformedXML"}, Case{"<Filter/>", "InvalidRequest"},
          Case{days, "MalformedXML"}, Case{"<Filter/><Unknown/>" + days, "MalformedXML"}}) {
      EXPECT_EQ(service.put("/data?lifecycle", rule(inner)).code(), code) << inner;
    }
    EXPECT_EQ(service.put("/data?lifecycle", "<LifecycleConfiguration/>").code(), "MalformedXML");
  });
}

}  // namespace
}  // namespace s3
