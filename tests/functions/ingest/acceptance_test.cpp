#include "functions/ingest/acceptance.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/text.h"
#include "functions/ingest/answers.h"
#include "functions/reconcile/unfinished.h"
#include "support/vendor_cloud.h"

namespace ingest {

using Calls = std::vector<std::string>;
using std::chrono::seconds;

const base::TimePoint kStart = base::from_epoch_millis(1'795'233'060'000);
const std::string kBody = "{ \"id\": 1 }\n";

// The function and its cloud; each invocation has a seed and a time of its own.
struct Ingest {
  support::VendorCloud cloud;
  aws::Client client = cloud.client();
  ports::IngestRecords records{client, "IngestRecords"};
  ports::RawPayloads raw{client, "vendor-events-bucket"};
  ports::Bus bus{client, "vendor-events"};
  lambda::Log log{-1, lambda::Level::kError};
  lambda::Metrics metrics{"ingest"};
  base::TimePoint now = kStart;
  int invocations = 0;

  lambda::Context context() {
    return lambda::Context({.request_id = "r",
                            .deadline = std::chrono::system_clock::now() + seconds(300),
                            .world_time = now,
                            .seed = std::to_string(invocations++),
                            .arrived = std::chrono::steady_clock::now()});
  }
  std::variant<Accepted, Conflict> post(const std::string& body, const std::string& id = "id-1") {
    lambda::Context with = context();
    const Envelope envelope{.vendor_id = "acme",
                            .external_event_id = id,
                            .contract = "shopify.order",
                            .schema_type = "order.v1",
                            .fingerprint = base::to_hex(base::sha256(body))};
    return accept(envelope, body, {records, raw, bus}, {.context = with, .log = log, .metrics = metrics});
  }
  Accepted accepted(const std::string& body = kBody) { return std::get<Accepted>(post(body)); }
  reconcile::Finished tick() {
    lambda::Context with = context();
    return reconcile::finish_unfinished(records, raw, bus, {.context = with, .log = log, .metrics = metrics});
  }
  std::string status() { return cloud.items.begin()->second.at("status").text("S"); }
};

// V011 V012 V013 V030 V049 V053 V054 V066 V067 V073
TEST(Acceptance, IsFourCallsInTheirOrder) {
  Ingest ingest;
  const Accepted first = ingest.accepted();
  EXPECT_FALSE(first.replayed);
  EXPECT_EQ(ingest.cloud.calls(), (Calls{"PutItem", "PutObject", "PutEvents", "UpdateItem"}));
  EXPECT_EQ(first.record.received_at, "2026-11-21T03:51:00.000Z");
  EXPECT_EQ(first.record.key,
            "raw/vendorId=acme/receivedAt=2026-11-21T03:51:00.000Z/ingestId=" + first.record.ingest_id + ".json");
  ASSERT_EQ(ingest.cloud.objects.size(), 1u);
  EXPECT_EQ(ingest.cloud.objects.begin()->second, kBody);
  ASSERT_EQ(ingest.cloud.events.size(), 1u);
  EXPECT_EQ(ingest.cloud.events[0].text("ingestId"), first.record.ingest_id);
  EXPECT_EQ(ingest.status(), "EMITTED");
}

// V007 V025 V047 V078
TEST(Acceptance, AnEqualRequestAgainIsOneCallAndTheFirstAnswer) {
  Ingest ingest;
  const Accepted first = ingest.accepted();
  ingest.cloud.calls();
  ingest.now += seconds(86400);
  const Accepted again = ingest.accepted();
  EXPECT_EQ(ingest.cloud.calls(), Calls{"PutItem"});
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(answer(again).body, answer(first).body);
}

TEST(Acceptance, OtherBytesUnderTheSameIdChangeNothing) {
  Ingest ingest;
  const Accepted first = ingest.accepted();
  const auto before = ingest.cloud.items;
  const auto outcome = ingest.post(kBody + " ");
  ASSERT_TRUE(std::holds_alternative<Conflict>(outcome));
  EXPECT_EQ(answer(std::get<Conflict>(outcome)).status, 409);
  EXPECT_EQ(ingest.cloud.items, before);
  EXPECT_EQ(ingest.cloud.objects.size(), 1u);
  EXPECT_EQ(ingest.cloud.events.size(), 1u);
  EXPECT_EQ(ingest.accepted().record.ingest_id, first.record.ingest_id);
}

// V027 V064: cut off at each call, before or behind it. The same bytes again, or reconcile alone, and there is one
// record, one object, and all events are the same one.
TEST(Acceptance, ACrashBetweenAnyTwoStepsIsHealedByARetryOrByReconcile) {
  for (int call = 1; call <= 4; ++call) {
    for (const bool applied : {false, true}) {
      for (const bool retried : {false, true}) {
        SCOPED_TRACE(testing::Message() << "call " << call << (applied ? " applied" : " not applied")
                                        << (retried ? ", retried" : ""));
        Ingest ingest;
        ingest.cloud.cut_at(call, applied);
        EXPECT_THROW(ingest.post(kBody), base::Failure);
        ingest.cloud.mend();
        if (retried) {
          ingest.now += seconds(5);
          ingest.accepted();
          EXPECT_EQ(ingest.cloud.objects.size(), 1u) << "202 without the payload";
        }
        ingest.now += seconds(301);
        ingest.tick();

        const bool came_through = retried || call > 2 || (call == 2 && applied);
        ASSERT_EQ(ingest.cloud.items.size(), came_through ? 1u : 0u);
        EXPECT_EQ(ingest.cloud.objects.size(), came_through ? 1u : 0u);
        if (came_through) {
          EXPECT_EQ(ingest.status(), "EMITTED");
          EXPECT_FALSE(ingest.cloud.items.begin()->second.contains("unfinished"));
          const std::string ingest_id = ingest.cloud.items.begin()->second.at("ingestId").text("S");
          ASSERT_FALSE(ingest.cloud.events.empty());
          for (const base::Json& event : ingest.cloud.events) EXPECT_EQ(event.text("ingestId"), ingest_id);
        }
        // At rest: another tick finds nothing.
        const std::size_t events = ingest.cloud.events.size();
        ingest.now += seconds(600);
        const reconcile::Finished finished = ingest.tick();
        EXPECT_EQ(finished.emitted + finished.withdrawn + finished.left, 0);
        EXPECT_EQ(ingest.cloud.events.size(), events);
      }
    }
  }
}

// V050 V081
TEST(Acceptance, ABusThatIsDownDelaysNothingButTheEvent) {
  Ingest ingest;
  ingest.cloud.fail("PutEvents", 100, 500, "InternalFailure");
  const Accepted first = ingest.accepted();
  EXPECT_EQ(ingest.status(), "ACCEPTED");
  EXPECT_TRUE(ingest.cloud.events.empty());
  ingest.cloud.calls();
  EXPECT_TRUE(ingest.accepted().replayed);
  EXPECT_EQ(ingest.cloud.calls(), Calls{"PutItem"});

  ingest.cloud.fail("PutEvents", 0, 0, "");
  ingest.now += seconds(59);
  EXPECT_EQ(ingest.tick().emitted, 0) << "an ingest may be under way as long";
  ingest.now += seconds(60);
  EXPECT_EQ(ingest.tick().emitted, 1);
  ASSERT_EQ(ingest.cloud.events.size(), 1u);
  EXPECT_EQ(ingest.cloud.events[0].text("ingestId"), first.record.ingest_id);
  EXPECT_EQ(ingest.tick().emitted, 0);
}

// V028
TEST(Acceptance, FailuresThatPassAreTriedAgain) {
  Ingest ingest;
  ingest.cloud.fail("PutObject", 2, 500, "InternalError");
  ingest.cloud.fail("PutItem", 2, 500, "InternalServerError");
  EXPECT_FALSE(ingest.accepted().replayed);
  EXPECT_EQ(ingest.cloud.objects.size(), 1u);
  EXPECT_EQ(ingest.status(), "EMITTED");
}

TEST(Acceptance, WhatCannotBeStoredIsRefusedAndNothingOfItStays) {
  struct Case {
    const char* operation;
    int status;
    const char* code;
    int answered;
  };
  for (const Case& c : {Case{"PutItem", 400, "ProvisionedThroughputExceededException", 429},
                        Case{"PutItem", 500, "InternalServerError", 503}, Case{"PutObject", 503, "SlowDown", 429},
                        Case{"PutObject", 500, "InternalError", 503}}) {
    SCOPED_TRACE(c.code);
    Ingest ingest;
    ingest.cloud.fail(c.operation, 100, c.status, c.code);
    try {
      ingest.post(kBody);
      ADD_FAILURE() << "accepted";
    } catch (const base::Failure& failure) {
      const auto problem = find_answer(failure);
      ASSERT_TRUE(problem);
      EXPECT_EQ(problem->status, c.answered);
      EXPECT_EQ(problem->headers.at(0).first, "Retry-After");
    }
    EXPECT_TRUE(ingest.cloud.events.empty());
    ingest.now += seconds(301);
    ingest.tick();
    EXPECT_TRUE(ingest.cloud.items.empty());
  }
}

TEST(Acceptance, ADeniedCallIsNotTheVendorsBusiness) {
  const aws::Error denied({.service = "s3", .operation = "PutObject", .code = "AccessDenied", .status = 403});
  EXPECT_FALSE(find_answer(denied));
}

// A process that slept so long that its claim was withdrawn, and another's stands there now.
TEST(Acceptance, WhoWakesUpAfterItsClaimWasWithdrawnDoesNotSay202) {
  Ingest ingest;
  ingest.cloud.meanwhile["UpdateItem"] = [&] { ingest.cloud.items.clear(); };
  EXPECT_THROW(ingest.post(kBody), base::Failure);
}

// The same bytes while the first are under way: S3 has them, and whoever claimed emits.
TEST(Acceptance, WhoComesSecondKeepsThePayloadAndLeavesTheEventToTheFirst) {
  Ingest ingest;
  ingest.cloud.cut_at(2, false);
  EXPECT_THROW(ingest.post(kBody), base::Failure);
  ingest.cloud.mend();
  ingest.cloud.calls();
  EXPECT_TRUE(ingest.accepted().replayed);
  EXPECT_EQ(ingest.cloud.calls(), (Calls{"PutItem", "PutObject", "UpdateItem"}));
  EXPECT_TRUE(ingest.cloud.events.empty());
}

}  // namespace ingest
