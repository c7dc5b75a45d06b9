#include "functions/normalize/statements.h"

#include <gtest/gtest.h>

namespace normalize {

using base::Json;

namespace {

Json envelope(std::int64_t version, Json records) {
  return {{"vendorId", "acme"},
          {"externalEventId", "e"},
          {"contract", {{"id", "acme.order"}, {"version", version}}},
          {"records", std::move(records)}};
}

Json order(const char* id) {
  return {{"orderId", id}, {"updatedAt", "2026-03-15T00:00:00.000Z"}, {"complete", false}, {"status", "delivered"}};
}

}  // namespace

TEST(Statements, AreAnEntitysOwnAndNumberedByTheEvent) {
  const auto statements = statements_of(envelope(2, Json::array({order("a"), order("b"), order("a")})), "key");
  ASSERT_EQ(statements.size(), 2u);
  const auto& of_a = statements.begin()->second;
  ASSERT_EQ(of_a.size(), 2u);
  EXPECT_EQ(of_a[0].key.record, 0);
  EXPECT_EQ(of_a[1].key.record, 2);
  EXPECT_EQ(of_a[0].key.event_id, "e");
  EXPECT_EQ(of_a[0].version, 2);
}

TEST(Statements, TakeBackWhatANewerVersionDoesNotSayAnyMore) {
  const Json before = envelope(1, Json::array({order("a"), order("b")}));
  const auto statements = statements_of(envelope(2, Json::array({order("a"), order("c")})), "key", &before);
  ASSERT_EQ(statements.size(), 3u);  // a is said again, b is taken back, c is new
  for (const auto& [entity, entries] : statements) {
    ASSERT_EQ(entries.size(), 1u) << entity.parts[0];
    EXPECT_EQ(entries[0].record.is_null(), entity.parts[0] == "b");
    EXPECT_EQ(entries[0].version, 2);
  }
}

TEST(Statements, TellLongLinesByReference) {
  Json lines = Json::array();
  for (int i = 0; i < 10'000; ++i)
    lines.push_back({{"lineId", std::to_string(i)}, {"sku", "s"}, {"skuKind", "sku"}, {"quantity", "1"}});
  Json record = order("a");
  record.set("lines", lines);
  const auto statements = statements_of(envelope(1, Json::array({order("b"), record})), "canonical/key.json");
  const Json& kept = statements.begin()->second[0].record;
  EXPECT_EQ(kept.at("lines"), (Json{{"canonicalKey", "canonical/key.json"}, {"record", 1}}));
}

}  // namespace normalize
