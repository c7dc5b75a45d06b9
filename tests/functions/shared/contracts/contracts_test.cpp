#include "contracts/contracts.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/failure.h"
#include "contracts/envelope.h"
#include "contracts/event_id.h"
#include "contracts/normalizer.h"

namespace contracts {

namespace fs = std::filesystem;
using base::Json;

namespace {

constexpr const char* kNow = "2026-03-15T00:00:00.000Z";

// Contracts in a folder of their own, beside the house's schemas.
class ContractFolder {
 public:
  ContractFolder() : home_(fs::temp_directory_path() / ("feedmill-contracts-" + std::to_string(getpid()))) {
    fs::remove_all(home_);
    fs::create_directories(home_ / "contracts");
    fs::copy("infra/schemas", home_ / "schemas");
  }
  ~ContractFolder() { fs::remove_all(home_); }

  ContractFolder& add(const std::string& name, const std::string& text) {
    std::ofstream(folder() / name, std::ios::binary) << text;
    return *this;
  }
  // `accepts` and `mapping` are JSON texts.
  ContractFolder& add_contract(int version, const std::string& accepts, const std::string& mapping) {
    return add("acme.stock@" + std::to_string(version) + ".json",
               R"({"id":"acme.stock","version":)" + std::to_string(version) +
                   R"(,"emits":"inventory.v1","eventId":["header:X-Id","body:/id","sha256"],"accepts":)" + accepts +
                   R"(,"mapping":)" + mapping + "}");
  }
  fs::path folder() const { return home_ / "contracts"; }

  std::string complaint() const {
    try {
      const Contracts all = Contracts::load(folder());
      Normalizer compiled(all);
      return "";
    } catch (const base::Failure& failure) {
      EXPECT_EQ(failure.name, "BadContract");
      return failure.what();
    }
  }

 private:
  fs::path home_;
};

// One stock figure; $q is its quantity, $at its time.
std::string stock(const std::string& quantity, const std::string& at) {
  return "\"[{\\\"sku\\\":$string(sku),\\\"skuKind\\\":\\\"sku\\\",\\\"location\\\":\\\"default\\\",\\\"bucket\\\":"
         "\\\"available\\\","
         "\\\"mode\\\":\\\"absolute\\\",\\\"quantity\\\":" +
         quantity + ",\\\"effectiveAt\\\":" + at + "}]\"";
}

std::string rules(const Outcome& outcome) {
  std::string text;
  for (const Violation& violation : outcome.violations)
    text +=
        (text.empty() ? "" : " ") + std::string(name_of(violation.stage)) + ":" + violation.path + ":" + violation.rule;
  return text;
}

}  // namespace

// A contract that does not compile is refused with file and position.
TEST(Contracts, AreRefusedWithFileAndPosition) {
  const struct {
    const char* accepts;
    const char* mapping;
    const char* said;
  } kCases[] = {
      {R"({"properties":{"a":{"format":"date"}}})", R"("[]")",
       "acme.stock@1.json: /accepts/properties/a/format: the keyword format is not one that contracts may use"},
      {R"({"pattern":"["})", R"("[]")", "acme.stock@1.json: /accepts/pattern: the regular expression does not compile"},
      {"{}", R"("[\n {\"a\": }]")", "acme.stock@1.json: /mapping, line 2"},
      {"{}", R"("[$now()]")", "acme.stock@1.json: /mapping, line 1, column 2: $now is not for contracts"},
      {"{}", R"("")", "acme.stock@1.json: /mapping: breaks the rule minLength of schemas/contract.v1.json"},
      {"[]", R"("[]")", "acme.stock@1.json: /accepts: breaks the rule type"},
      {"{} ,", R"("[]")", "acme.stock@1.json: "},
      {R"({"type":"object","type":"object"})", R"("[]")", "acme.stock@1.json: /accepts/type: duplicate-key"},
  };
  for (const auto& row : kCases) {
    const std::string said = ContractFolder().add_contract(1, row.accepts, row.mapping).complaint();
    EXPECT_NE(said.find(row.said), std::string::npos) << said << "\n  should say " << row.said;
  }
  EXPECT_EQ(ContractFolder().add_contract(1, "{}", R"("[$nowhere]")").complaint(), "") << "only the name itself";
  EXPECT_NE(ContractFolder().complaint().find("there is no contract in this folder"), std::string::npos);
}

TEST(Contracts, AreNamedForWhatTheyHold) {
  ContractFolder folder;
  folder.add(
      "other.json",
      R"({"id":"acme.stock","version":3,"emits":"inventory.v1","eventId":["sha256"],"accepts":{},"mapping":"[]"})");
  EXPECT_NE(folder.complaint().find("by its id and version its name is acme.stock@3.json"), std::string::npos);
}

// V040: of the versions the newest that accepts is used; where none does, the one with the fewest violations speaks.
TEST(Normalizer, ChoosesTheVersion) {
  ContractFolder folder;
  folder.add_contract(1, R"({"required":["sku","qty"]})", stock("$decimal(qty)", "$receivedAt"));
  folder.add_contract(2, R"({"required":["sku","count","unit"]})", stock("$decimal(count)", "$receivedAt"));
  const Contracts all = Contracts::load(folder.folder());
  Normalizer normalizer(all);
  const auto version = [&](const char* payload) {
    return normalizer.normalize(payload, "acme.stock", kNow).contract->version();
  };
  EXPECT_EQ(version(R"({"sku":"a","count":1,"unit":"EA"})"), 2);
  EXPECT_EQ(version(R"({"sku":"a","qty":1})"), 1);
  EXPECT_EQ(version(R"({"sku":"a","count":1,"unit":"EA","qty":1})"), 2) << "both accept: the newest";
  EXPECT_EQ(version("{}"), 1) << "two violations against three";
  EXPECT_EQ(version(R"({"count":1})"), 2) << "two each: the newest of equals";
  EXPECT_EQ(
      normalizer.normalize(R"({"sku":"a","count":1,"unit":"EA","qty":1})", "acme.stock", kNow, 1).contract->version(),
      1);
}

TEST(Normalizer, TellsWhatIsWrongAndWhere) {
  ContractFolder folder;
  folder.add_contract(1, R"({"properties":{"qty":{"type":["string","number"]}}})",
                      stock("$decimal(qty)", "$instant(at)"));
  const Contracts all = Contracts::load(folder.folder());
  Normalizer normalizer(all);
  const struct {
    const char* payload;
    const char* rules;
  } kCases[] = {
      {R"({"sku":"a","qty":5.10,"at":"2026-03-14T00:00:00Z"})", ""},
      {R"({"sku":"a","qty":true})", "accepts:/qty:type"},
      {R"({"sku":"a","qty":"five","at":"2026-03-14T00:00:00Z"})", "mapping::decimal"},
      {R"({"sku":"a","qty":1,"at":"yesterday"})", "mapping::instant"},
      {R"({"sku":{},"qty":1,"at":"2026-03-16T00:00:00.001Z"})", "emits:/0/effectiveAt:future"},
      {R"({"sku":"a","qty":1,"at":"2026-03-16T00:00:00.000Z"})", ""},
      {R"({"qty":1})", "emits:/0/effectiveAt:required emits:/0/sku:required"},
      {R"({"sku":"","qty":12345678901.12345678901,"at":"2026-03-14T00:00:00Z"})",
       "emits:/0/quantity:pattern emits:/0/sku:minLength"},
      {R"({"sku":1,"sku":1})", "syntax:/sku:duplicate-key"},
  };
  for (const auto& row : kCases)
    EXPECT_EQ(rules(normalizer.normalize(row.payload, "acme.stock", kNow)), row.rules) << row.payload;
  const Outcome exact = normalizer.normalize(kCases[0].payload, "acme.stock", kNow);
  EXPECT_EQ(exact.records.at(0).text("quantity"), "5.1");
  EXPECT_EQ(exact.name(), "emitted");
  EXPECT_EQ(normalizer.normalize("[", "acme.stock", kNow).contract, nullptr) << "a syntax violation names no version";
}

// V008: what comes out keeps to the published schema.
TEST(Envelope, NamesTheLatestTimeAndKeepsToItsSchema) {
  ContractFolder folder;
  folder.add_contract(1, "{}", stock("$decimal(qty)", "$instant(at)"));
  const Contracts all = Contracts::load(folder.folder());
  Normalizer normalizer(all);
  EventFacts facts{.vendor_id = "acme",
                   .external_event_id = "e 1",
                   .received_at = kNow,
                   .ingest_id = "00000000-0000-4000-8000-000000000000",
                   .raw_sha256 = std::string(64, 'a')};
  const Outcome outcome =
      normalizer.normalize(R"({"sku":"a","qty":1,"at":"2026-03-14T00:00:00Z"})", "acme.stock", kNow);
  const Json envelope = make_envelope(outcome, facts, all.schemas());
  EXPECT_EQ(envelope.text("occurredAt"), "2026-03-14T00:00:00.000Z");
  EXPECT_EQ(envelope.at("contract").text("hash"), all.find("acme.stock", 1)->hash());
  EXPECT_EQ(envelope.text("schemaType"), "inventory.v1");
  facts.vendor_id = "ACME";
  EXPECT_THROW(make_envelope(outcome, facts, all.schemas()), base::Failure);
}

TEST(EventId, IsTheFirstThatIsThere) {
  const std::vector<EventIdRule> rules = {{EventIdRule::From::kHeader, "X-Id"},
                                          {EventIdRule::From::kBody, "/event/id"}};
  const auto find = [&](const char* header, const char* body) {
    return find_event_id(
               rules, [&](std::string_view) { return header ? std::optional<std::string>(header) : std::nullopt; },
               body)
        .value_or("-");
  };
  EXPECT_EQ(find("h", R"({"event":{"id":"b"}})"), "h");
  EXPECT_EQ(find("", R"({"event":{"id":"b"}})"), "b");
  EXPECT_EQ(find(nullptr, R"({"event":{"id":820982911946154508}})"), "820982911946154508");
  EXPECT_EQ(find(nullptr, R"({"event":{"id":7}})"), "7");
  EXPECT_EQ(find(nullptr, R"({"event":{"id":null}})"), "-");
  EXPECT_EQ(find(nullptr, "no json"), "-");
}

// V069: the ids that a caller may be told.
TEST(Contracts, ListTheirIds) {
  const Contracts all = Contracts::load("infra/contracts");
  EXPECT_FALSE(all.ids().empty());
  const auto ids = all.ids();
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(all.find_newest("nobody.order"), nullptr);
  EXPECT_TRUE(all.versions("nobody.order").empty());
}

}  // namespace contracts
