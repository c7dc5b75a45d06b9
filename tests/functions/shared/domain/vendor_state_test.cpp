#include "domain/vendor_state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "contracts/canonical_json.h"
#include "support/state_store.h"

namespace domain {

using base::Json;

namespace {

// What an event says: its records in one version of the contract.
struct Event {
  std::string id = {};
  std::int64_t version = 1;
  std::vector<Json> records = {};
};

struct Said {
  EventKey key = {};
  Json record = {};
};
using Sayings = std::map<Entity, std::vector<Said>>;

// The end state as the specification has it: everything sorted and folded from the beginning. Made with other means
// than the code under test.
std::map<std::string, std::string> expected_state(const std::vector<Event>& events) {
  Sayings all;
  for (const Event& event : events) {
    for (std::size_t i = 0; i < event.records.size(); ++i) {
      const Json& record = event.records[i];
      all[entity_of("v", record)].push_back({key_of(record, event.id, static_cast<std::int64_t>(i)), record});
    }
  }
  std::map<std::string, std::string> states;
  for (auto& [entity, said] : all) {
    std::sort(said.begin(), said.end(), [](const Said& a, const Said& b) { return a.key < b.key; });
    if (entity.kind == EntityKind::kOrder) {
      Json order = Json::object();
      for (const auto& [key, record] : said) {
        if (record.at("complete").as_bool()) order = Json::object();
        for (const auto& [name, value] : record.members()) {
          if (name == "totals") {
            for (const auto& [total, amount] : value.members()) order["totals"].set(total, amount);
          } else if (name != "complete" && name != "sequence") {
            order.set(name, value);
          }
        }
      }
      states[name_of(entity)] = contracts::canonical_json(order);
    } else {
      std::int64_t quantity = 0;
      bool base = false;
      for (const auto& [key, record] : said) {
        const std::int64_t amount = std::stoll(record.at("quantity").as_string());
        const bool absolute = record.at("mode").as_string() == "absolute";
        quantity = absolute ? amount : quantity + amount;
        base = base || absolute;
      }
      states[name_of(entity)] =
          Json{{"quantity", std::to_string(quantity)}, {"base", base}, {"at", said.back().key.effective_at}}.dump();
    }
  }
  return states;
}

std::map<std::string, std::string> found_state(const support::StateStore& store) {
  std::map<std::string, std::string> states;
  for (const auto& [entity, state] : store.states()) {
    if (const auto* order = std::get_if<OrderRegisters>(&state)) {
      states[name_of(entity)] = contracts::canonical_json(order->order());
    } else {
      const auto& figure = std::get<StockFigure>(state);
      states[name_of(entity)] =
          Json{{"quantity", figure.quantity()}, {"base", figure.has_base()}, {"at", figure.effective_at()}}.dump();
    }
  }
  return states;
}

// What one event says of each entity; and the marks for what `before` said of them and `event` does not.
std::map<Entity, std::vector<LogEntry>> entries_of(const Event& event, const Event* before = nullptr) {
  std::map<Entity, std::vector<LogEntry>> entries;
  for (std::size_t i = 0; i < event.records.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i);
    entries[entity_of("v", event.records[i])].push_back(
        {.key = key_of(event.records[i], event.id, number), .version = event.version, .record = event.records[i]});
  }
  for (std::size_t i = 0; before && i < before->records.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i);
    auto& here = entries[entity_of("v", before->records[i])];
    const bool given = std::any_of(here.begin(), here.end(), [&](const auto& e) { return e.key.record == number; });
    if (!given) here.push_back({.key = {.event_id = event.id, .record = number}, .version = event.version});
  }
  return entries;
}

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
  std::mt19937& engine() { return engine_; }

  std::string instant() { return "2026-01-0" + std::to_string(1 + below(3)) + "T00:00:00.000Z"; }
  Json order() {
    Json record{{"orderId", std::string("o") + std::to_string(below(3))}, {"updatedAt", instant()}};
    record.set("complete", below(4) == 0);
    if (below(3) == 0) record.set("sequence", std::to_string(below(12)));
    if (below(2) == 0 || record.at("complete").as_bool()) record.set("status", std::to_string(below(100)));
    if (below(2) == 0) record.set("rawStatus", std::to_string(below(100)));
    if (below(2) == 0) record.set("totals", {{"tax", std::to_string(below(100))}});
    if (below(2) == 0) {
      Json totals{{"refunded", std::to_string(below(100))}};
      if (const Json* there = record.find("totals")) totals.set("tax", there->at("tax"));
      record.set("totals", totals);
    }
    return record;
  }
  Json stock() {
    Json record{{"sku", "s" + std::to_string(below(3))},
                {"location", "l"},
                {"bucket", "available"},
                {"mode", below(4) == 0 ? "absolute" : "delta"},
                {"quantity", std::to_string(below(20) - 10)},
                {"effectiveAt", instant()}};
    if (below(3) == 0) record.set("sequence", std::to_string(below(12)));
    return record;
  }
  std::vector<Json> records() {
    std::vector<Json> records;
    for (int n = below(4); n > 0; --n) records.push_back(below(2) == 0 ? order() : stock());
    return records;
  }

 private:
  std::mt19937 engine_;
};

}  // namespace

// V006 V045: whatever the order of arrival, and however often an event comes, there is one end state.
TEST(VendorState, IsTheSameWhateverTheOrderOfArrival) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    Chance chance(seed);
    std::vector<Event> events;
    for (int i = 0; i < 12; ++i) events.push_back({.id = "e" + std::to_string(i), .records = chance.records()});
    std::vector<const Event*> deliveries;
    for (const Event& event : events) deliveries.insert(deliveries.end(), 1u + unsigned(chance.below(3)), &event);
    std::shuffle(deliveries.begin(), deliveries.end(), chance.engine());
    support::StateStore store;
    for (const Event* event : deliveries) {
      for (const auto& [entity, entries] : entries_of(*event)) store.apply(entity, entries);
    }
    ASSERT_EQ(found_state(store), expected_state(events)) << "seed " << seed;
  }
}

// V033: a backfill with a new version of the contract leads where the new version alone would have led; a worker that
// still has the old one brings nothing back, at whatever moment it comes.
TEST(VendorState, TakesANewerReadingOfAnEventInPlaceOfTheOlder) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    Chance chance(seed);
    std::vector<Event> end;
    struct Delivery {
      const Event* event = nullptr;
      const Event* before = nullptr;
    };
    std::vector<std::pair<Event, Event>> versions;
    for (int i = 0; i < 10; ++i) {
      const std::string id = "e" + std::to_string(i);
      versions.push_back({{.id = id, .version = 1, .records = chance.records()},
                          {.id = id, .version = 2, .records = chance.records()}});
    }
    std::vector<Delivery> deliveries;
    for (const auto& [old, renewed] : versions) {
      deliveries.push_back({&old});
      const bool backfilled = chance.below(3) > 0;
      if (backfilled) deliveries.insert(deliveries.end(), 1u + unsigned(chance.below(2)), {&renewed, &old});
      end.push_back(backfilled ? renewed : old);
    }
    std::shuffle(deliveries.begin(), deliveries.end(), chance.engine());
    support::StateStore store;
    for (const Delivery& delivery : deliveries) {
      for (const auto& [entity, entries] : entries_of(*delivery.event, delivery.before)) store.apply(entity, entries);
    }
    ASSERT_EQ(found_state(store), expected_state(end)) << "seed " << seed;
  }
}

TEST(VendorState, IsTheSameWhenWritersMeet) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    Chance chance(seed);
    std::vector<Event> events;
    for (int i = 0; i < 12; ++i) events.push_back({.id = "e" + std::to_string(i), .records = chance.records()});
    std::vector<std::pair<Entity, std::vector<LogEntry>>> writes;
    for (const Event& event : events) {
      for (const auto& write : entries_of(event)) writes.push_back(write);
    }
    std::shuffle(writes.begin(), writes.end(), chance.engine());
    support::StateStore store;
    int retried = 0;
    for (std::size_t i = 0; i + 1 < writes.size(); i += 2) {
      bool other_is_done = false;
      retried += store.apply(writes[i].first, writes[i].second, [&] {
        if (!std::exchange(other_is_done, true)) store.apply(writes[i + 1].first, writes[i + 1].second);
      }) - 1;
      if (!other_is_done) store.apply(writes[i + 1].first, writes[i + 1].second);
    }
    if (writes.size() % 2 == 1) store.apply(writes.back().first, writes.back().second);
    ASSERT_EQ(found_state(store), expected_state(events)) << "seed " << seed;
  }
}

TEST(VendorState, ReadsTheLogOnlyWhereACountComesLate) {
  const auto stock = [](const char* mode, const char* quantity, const char* at) {
    return Json{{"sku", "s"},   {"location", "l"},      {"bucket", "available"},
                {"mode", mode}, {"quantity", quantity}, {"effectiveAt", at}};
  };
  support::StateStore store;
  const auto say = [&](const char* id, const Json& record) {
    store.apply(entity_of("v", record), {{.key = key_of(record, id, 0), .version = 1, .record = record}});
    return store.log_reads();
  };
  EXPECT_EQ(say("a", stock("absolute", "10", "2026-01-01T00:00:00.000Z")), 0);
  EXPECT_EQ(say("b", stock("delta", "-2.5", "2026-01-03T00:00:00.000Z")), 0);
  EXPECT_EQ(say("c", stock("delta", "1", "2026-01-02T00:00:00.000Z")), 0);
  EXPECT_EQ(say("d", stock("absolute", "5", "2026-01-01T12:00:00.000Z")), 1);
  EXPECT_EQ(say("e", stock("delta", "100", "2026-01-01T06:00:00.000Z")), 1) << "before the count: of no weight";
  EXPECT_EQ(std::get<StockFigure>(store.states().begin()->second).quantity(), "3.5");
}

TEST(EventKey, GoesByTimeThenSequenceThenIdThenRecord) {
  const std::vector<EventKey> ascending = {
      {"2026-01-01T00:00:00.000Z", 99, "z", 9},
      {"2026-01-01T00:00:00.001Z", {}, "z", 0},
      {"2026-01-01T00:00:00.001Z", 0, "B", 0},
      {"2026-01-01T00:00:00.001Z", 0, "a", 1},
      {"2026-01-01T00:00:00.001Z", 0, "a", 10},
      {"2026-01-01T00:00:00.001Z", 0, "a!", 0},
      {"2026-01-01T00:00:00.001Z", 9, "a", 0},
      {"2026-01-01T00:00:00.001Z", 10, "a", 0},
      {"2026-01-01T00:00:00.001Z", 9999999999999999999u, "a", 0},
      {"2026-01-01T00:00:00.001Z", 9999999999999999999u, "\xEF\xBF\xBD", 0},       // U+FFFD
      {"2026-01-01T00:00:00.001Z", 9999999999999999999u, "\xF0\x9F\x98\x80", 0}};  // U+1F600: code points, not units
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    EXPECT_EQ(parse_event_key(to_json(ascending[i])), ascending[i]);
    for (std::size_t later = i + 1; later < ascending.size(); ++later) EXPECT_LT(ascending[i], ascending[later]) << i;
  }
}

// V003: identifiers stay as they were sent, and never run into each other.
TEST(Entity, HasANameOfItsOwn) {
  const auto stock = [](std::string sku, const char* location) {
    return name_of(
        Entity{.kind = EntityKind::kStock, .vendor_id = "acme", .parts = {std::move(sku), location, "sold"}});
  };
  EXPECT_EQ(stock("SKU 1", "default"), "inv#acme#SKU 1#default#sold");
  EXPECT_EQ(stock("a#b", "c"), "inv#acme#a%23b#c#sold");
  EXPECT_NE(stock("a#b", "c"), stock("a", "b#c"));
  EXPECT_NE(stock("a%23b", "c"), stock("a#b", "c"));
  EXPECT_NE(stock("A", "c"), stock("a", "c"));
  EXPECT_LE(stock(std::string(3000, 'x'), "c").size(), 2048u);
  EXPECT_NE(stock(std::string(3000, 'x'), "c"), stock(std::string(3001, 'x'), "c"));
}

}  // namespace domain
