#include "functions/normalize/delivery.h"

#include <gtest/gtest.h>

#include "base/failure.h"

namespace normalize {

using base::Json;

namespace {

Json bus_event() {
  return {{"source", "feedmill.ingest"},
          {"detail-type", "vendor.event.accepted"},
          {"detail",
           {{"vendorId", "acme"},
            {"externalEventId", "e"},
            {"ingestId", "i"},
            {"receivedAt", "2026-03-15T00:00:00.000Z"},
            {"contract", "acme.stock"},
            {"schemaType", "inventory.v1"},
            {"bucket", "b"},
            {"key", "k"},
            {"sha256", "s"}}}};
}

}  // namespace

// V057: a batch of queue messages, and a single event of the bus.
TEST(Deliveries, ComeByQueueAndByBus) {
  const auto batch =
      parse_deliveries({{"Records", Json::array({{{"messageId", "m"},
                                                  {"receiptHandle", "r"},
                                                  {"body", bus_event().dump()},
                                                  {"attributes", {{"ApproximateReceiveCount", "3"}}}}})}});
  EXPECT_TRUE(batch.from_queue);
  ASSERT_EQ(batch.all.size(), 1u);
  EXPECT_EQ(batch.all[0].message_id, "m");
  EXPECT_EQ(batch.all[0].receive_count, 3);
  EXPECT_EQ(parse_bus_event(batch.all[0].body).vendor_id, "acme");

  const auto single = parse_deliveries(bus_event());
  EXPECT_FALSE(single.from_queue);
  ASSERT_EQ(single.all.size(), 1u);
  EXPECT_EQ(parse_bus_event(single.all[0].body).key, "k");
}

TEST(Deliveries, AreRefusedByName) {
  EXPECT_THROW(parse_deliveries({{"hello", "world"}}), base::Failure);
  EXPECT_THROW(parse_deliveries(Json::array()), base::Failure);
  EXPECT_THROW(parse_bus_event("no json"), base::Failure);
  EXPECT_THROW(parse_bus_event("{}"), base::Failure);
  Json other = bus_event();
  other.set("detail-type", "vendor.event.normalized");
  EXPECT_THROW(parse_bus_event(other.dump()), base::Failure);
  Json incomplete = bus_event();
  incomplete["detail"].erase("sha256");
  EXPECT_THROW(parse_bus_event(incomplete.dump()), base::Failure);
}

TEST(Deliveries, AreTriedAgainAfterFiveTimesAsLongEachTime) {
  using std::chrono::seconds;
  EXPECT_EQ(pause_after(1), seconds(5));
  EXPECT_EQ(pause_after(2), seconds(25));
  EXPECT_EQ(pause_after(3), seconds(125));
  EXPECT_FALSE(pause_after(4));
  EXPECT_FALSE(pause_after(9));
}

}  // namespace normalize
