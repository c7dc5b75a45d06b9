#include "functions/reconcile/request.h"

#include <gtest/gtest.h>

#include "base/failure.h"
#include "functions/reconcile/walk.h"

namespace reconcile {

using base::Json;

TEST(ReconcileRequest, WhateverTheScheduleSendsIsATick) {
  for (const char* event : {"{}", R"({"source":"aws.events","detail-type":"Scheduled Event","detail":{}})"})
    EXPECT_TRUE(std::holds_alternative<Tick>(parse_request(Json::parse(event)))) << event;
}

TEST(ReconcileRequest, ADayIsAllOfIt) {
  const auto read = parse_request(Json::parse(
      R"({"operation":"backfill","vendorId":"acme","from":"2026-02-28","to":"2026-02-28","contractVersion":"newest"})"));
  const auto& backfill = std::get<Backfill>(read);
  EXPECT_EQ(backfill.filter.from, "2026-02-28T00:00:00.000Z");
  EXPECT_EQ(backfill.filter.to, "2026-03-01T00:00:00.000Z");
  EXPECT_EQ(backfill.contract_version, "newest");
  EXPECT_FALSE(backfill.dry_run);
}

TEST(ReconcileRequest, WhatItDoesNotKnowIsRefused) {
  for (const char* event :
       {R"({"operation":"forward"})", R"([])", R"({"operation":"backfill"})",
        R"({"operation":"backfill","from":"2026-01-02","to":"2026-01-01"})",
        R"({"operation":"backfill","from":"2026-01-02T00:00:00","to":"2026-01-03"})",
        R"({"operation":"backfill","from":"2026-01-02","to":"2026-01-03","vendor":"acme"})",
        R"({"operation":"backfill","from":"2026-01-02","to":"2026-01-03","vendorId":"A/"})",
        R"({"operation":"backfill","from":"2026-01-02","to":"2026-01-03","status":"DONE"})",
        R"({"operation":"backfill","from":"2026-01-02","to":"2026-01-03","contractVersion":2})",
        R"({"operation":"backfill","from":"2026-01-02","to":"2026-01-03","contractVersion":"older"})",
        R"({"operation":"backfill","from":"2026-01-02","to":"2026-01-03","dryRun":"yes"})",
        R"({"operation":"backfill","from":"2026-01-02","to":"2026-01-03","id":"a b"})"}) {
    EXPECT_THROW(parse_request(Json::parse(event)), base::Failure) << event;
  }
}

TEST(BackfillFilter, TakesWhatItNamesAndNoClaimWithoutItsPayload) {
  const ports::IngestRecord record{.vendor_id = "acme",
                                   .received_at = "2026-01-02T00:00:00.000Z",
                                   .status = ports::EventStatus::kNormalized,
                                   .contract = "c",
                                   .schema_type = "order.v1"};
  const ports::BackfillFilter all{.from = "2026-01-02T00:00:00.000Z", .to = "2026-01-03T00:00:00.000Z"};
  const auto with = [&](auto change) {
    ports::BackfillFilter filter = all;
    change(filter);
    return matches(record, filter);
  };
  EXPECT_TRUE(matches(record, all));
  EXPECT_FALSE(with([](auto& filter) { filter.vendor_id = "zeta"; }));
  EXPECT_FALSE(with([](auto& filter) { filter.contract = "d"; }));
  EXPECT_FALSE(with([](auto& filter) { filter.schema_type = "inventory.v1"; }));
  EXPECT_FALSE(with([](auto& filter) { filter.status = ports::EventStatus::kQuarantined; }));
  EXPECT_FALSE(with([](auto& filter) { filter.to = filter.from; })) << "the end is excluded";
  ports::IngestRecord claim = record;
  claim.raw_pending = true;
  EXPECT_FALSE(matches(claim, all));
}

}  // namespace reconcile
