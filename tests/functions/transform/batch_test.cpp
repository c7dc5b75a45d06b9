#include "functions/transform/batch.h"

#include <gtest/gtest.h>

#include "domain/file_reader.h"
#include "functions/transform/row_relay.h"

namespace transform {
namespace {

using domain::Kind;

// A batch that reads CSV text, as if validate had found every file valid.
class Reading {
 public:
  explicit Reading(domain::IdProfile ids = domain::IdProfile::kInt)
      : ids_(ids),
        batch_(ids,
               {{.kind = Kind::kProducts, .rows = 9}, {.kind = Kind::kOrders, .rows = 9}, {.kind = Kind::kOrderItems}},
               [this](Kind, std::string_view line) { rejects_ += line; }) {}

  Batch& batch() { return batch_; }
  const std::string& rejects() const { return rejects_; }

  void read(Kind kind, std::string_view rows) {
    std::string header = base_header(kind);
    batch_.begin_file(kind, "file.csv");
    domain::FileReader reader(kind, ids_, batch_);
    reader.feed(header.append("\n").append(rows));
    ASSERT_FALSE(reader.finish().failure);
  }

 private:
  static std::string base_header(Kind kind) {
    std::string header;
    for (const auto column : domain::columns_of(kind)) header.append(header.empty() ? "" : ",").append(column);
    return header;
  }

  domain::IdProfile ids_;
  std::string rejects_ = {};
  Batch batch_;
};

constexpr domain::Day kDay{20270};  // 2025-07-01

TEST(Batch, FirstValidRowOfAnIdWins) {
  Reading reading;
  reading.read(Kind::kProducts, "1,Tools,Saw,1.00\n1,Toys,Ball,1.00\n");
  reading.read(Kind::kOrders, "5,7,2025-07-01,x,shipped\n5,8,2025-07-01,2.00,shipped\n5,9,2025-07-02,2.00,returned\n");
  reading.read(Kind::kOrderItems, "5,1,2,1.00\n");
  reading.batch().close();
  EXPECT_EQ(reading.batch().dates(), std::vector<domain::Day>{kDay});
  const auto state = reading.batch().state_of(kDay);
  EXPECT_EQ(state.users, domain::IdList::of_numbers({8}));
  EXPECT_EQ(state.returned, 0);
  EXPECT_EQ(state.categories.count("Tools"), 1u);
  EXPECT_EQ(reading.batch().report().rejected.at(Kind::kProducts).at("duplicate:product_id"), 1);
  EXPECT_EQ(reading.batch().report().rejected.at(Kind::kOrders).at("duplicate:order_id"), 1);
}

TEST(Batch, RejectedRowsAreWrittenInTheOrderOfTheFileWithLineAndValue) {
  Reading reading;
  reading.read(Kind::kOrders, "5,7,2025-07-01,2.00,shipped\n\n5,8,2025-07-01,2.00,shipped\n6,8,soon,2.00,shipped\n");
  EXPECT_EQ(reading.rejects(),
            R"({"key":"file.csv","line":4,"column":"order_id","code":"duplicate:order_id","value":"5"})"
            "\n"
            R"({"key":"file.csv","line":5,"column":"order_date","code":"bad_date:order_date","value":"soon"})"
            "\n");
}

TEST(Batch, OrderOfAnEarlierSetIsADuplicateUnderItsDateOnlyAndClaimsItsId) {
  Reading reading;
  reading.batch().know_earlier(kDay, domain::IdList::of_numbers({5, 6}));
  reading.read(Kind::kOrders,
               "5,7,2025-07-01,0.00,shipped\n5,7,2025-07-02,0.00,shipped\n6,7,2025-07-02,0.00,shipped\n");
  reading.read(Kind::kOrderItems, "5,1,1,1.00\n6,1,1,1.00\n");
  reading.batch().close();
  const auto& report = reading.batch().report();
  EXPECT_EQ(report.rejected.at(Kind::kOrders).at("duplicate:order_id"), 2);
  EXPECT_EQ(report.rejected.at(Kind::kOrderItems).at("orphan:order_id"), 1);
  EXPECT_EQ(report.valid_orders, 1);
  EXPECT_EQ(reading.batch().dates(), std::vector<domain::Day>{domain::Day{kDay.number + 1}});
}

TEST(Batch, CountsAnOrderOnceACategoryHoweverManyCategoriesItHas) {
  Reading reading;
  std::string products, items;
  for (int i = 1; i <= 9; ++i) products += std::to_string(i) + ",C" + std::to_string(i) + ",x,1.00\n";
  for (int round = 0; round < 3; ++round) {
    for (int i = 9; i >= 1; --i) items += "5," + std::to_string(i) + ",1,1.00\n";
  }
  reading.read(Kind::kProducts, products);
  reading.read(Kind::kOrders, "5,7,2025-07-01,27.00,returned\n");
  reading.read(Kind::kOrderItems, items);
  reading.batch().close();
  const auto state = reading.batch().state_of(kDay);
  ASSERT_EQ(state.categories.size(), 9u);
  for (const auto& [name, category] : state.categories) {
    EXPECT_EQ(category, (domain::CategoryState{.revenue = 30000, .orders = 1, .returned = 1})) << name;
  }
  EXPECT_EQ(reading.batch().report().warnings, domain::Counts{});
}

TEST(Batch, TotalsAreComparedExactlyBeyond64Bits) {
  // Nine lines of 999,999,999 × 999,999,999,999.9999: their sum in ten-thousandths takes 87 bits.
  const std::string line = "5,1,999999999,999999999999.9999\n";
  Reading reading;
  reading.read(Kind::kOrders, "5,7,2025-07-01,0.00,shipped\n6,7,2025-07-01,0.01,shipped\n");
  std::string lines = "6,1,1,0.01\n";
  for (int i = 0; i < 9; ++i) lines += line;
  reading.read(Kind::kOrderItems, lines);
  reading.batch().close();
  EXPECT_EQ(reading.batch().report().warnings.at("total_amount_mismatch"), 1);
  const base::Int128 once = base::Int128{999999999} * 9999999999999999;
  EXPECT_TRUE(reading.batch().state_of(kDay).revenue == 9 * once + 100);
}

TEST(Batch, SumThatIsZeroModulo64BitsIsStillAMismatch) {
  // 2^64 ten-thousandths in lines: 1 × 288230376151.7120 (2^64 / 6.4e5, ten-thousandths) is no integer, so by parts:
  // 2^62 = 4611686018427387904 = 461168601 × 9999999999 + rest.
  const base::Int128 wanted = base::Int128{1} << 64;
  const base::Int128 unit = 9999999999999999;
  const auto quantity = static_cast<long long>(wanted / unit);
  const auto rest = static_cast<long long>(wanted % unit);
  Reading reading;
  reading.read(Kind::kOrders, "5,7,2025-07-01,0.00,shipped\n");
  reading.read(Kind::kOrderItems,
               "5,1," + std::to_string(quantity) + ",999999999999.9999\n5,1,1," + domain::format_fixed(rest, 4) + "\n");
  reading.batch().close();
  EXPECT_TRUE(reading.batch().state_of(kDay).revenue == wanted);
  EXPECT_EQ(reading.batch().report().warnings.at("total_amount_mismatch"), 1);
}

TEST(Batch, FailedOneKeepsDuplicatesAndSaysNothingOfOrphansOrWarnings) {
  std::string rejects;
  Batch batch(domain::IdProfile::kInt,
              {{.kind = Kind::kProducts, .rows = 2, .warnings = {{"no_rows", 1}}},
               {.kind = Kind::kOrders, .key = "bad", .quarantine_reason = "empty_file"},
               {.kind = Kind::kOrderItems, .rows = 1}},
              [&](Kind, std::string_view line) { rejects += line; });
  batch.begin_file(Kind::kProducts, "p");
  batch.product({.product = {.number = 1}, .category = "a"}, 2);
  batch.product({.product = {.number = 1}, .category = "b"}, 3);
  batch.begin_file(Kind::kOrderItems, "i");
  batch.item({.order = {.number = 1}, .product = {.number = 1}, .quantity = 1}, 2);
  batch.close();
  EXPECT_TRUE(batch.failed());
  EXPECT_TRUE(batch.dates().empty());
  EXPECT_EQ(to_json(batch.report()),
            base::Json::parse(R"({"status": "FAILED", "rows": {"products": 2, "order_items": 1},
    "valid_orders": 0, "valid_products": 1, "rejected": {"products": {"duplicate:product_id": 1}},
    "rejected_total": {"products": 1}, "warnings": {}, "quarantined_files": {"bad": "empty_file"}})"));
}

// What a batch of text ids in any order comes to: its reject lines, report and the states of its dates.
std::string outcome_of_text_ids(std::size_t text_budget) {
  std::string lines;
  Batch batch(
      domain::IdProfile::kStr,
      {{.kind = Kind::kProducts}, {.kind = Kind::kOrders, .rows = 3000}, {.kind = Kind::kOrderItems}},
      [&](Kind, std::string_view line) { lines += line; }, text_budget);
  batch.know_earlier(kDay, domain::IdList::of_texts({"order-0", "order-9"}));
  const auto id = [](int i) {
    return "order-" + std::string(static_cast<std::size_t>(i % 40), 'x') + std::to_string(i);
  };
  batch.begin_file(Kind::kOrders, "o");
  for (int i = 0; i < 3000; ++i) {
    const std::string order = id(i * 1237 % 2500),
                      user = "user " + std::to_string(i * 31 % 400);  // a sixth are duplicates
    batch.order(
        {.order = {.text = order}, .user = {.text = user}, .day = {kDay.number + i % 13}, .returned = i % 7 == 0}, 2);
  }
  batch.begin_file(Kind::kOrderItems, "i");
  for (int i = 0; i < 6000; ++i) {
    const std::string order = id(i * 911 % 2700);  // some are orphans
    batch.item({.order = {.text = order}, .product = {.text = "p"}, .quantity = 1, .unit_price = {100}}, 2);
  }
  batch.close();
  std::string all = lines + to_json(batch.report()).dump();
  for (const domain::Day day : batch.dates()) all += write_date_state(batch.state_of(day));
  return all;
}

TEST(Batch, TextIdsThatSpillComeToTheSameAsTextIdsInMemory) {
  const std::string in_memory = outcome_of_text_ids(TextLists::kBudget);
  EXPECT_GT(in_memory.size(), 100'000u);
  for (const std::size_t budget : {std::size_t{0}, std::size_t{64}, std::size_t{10'000}}) {
    EXPECT_TRUE(outcome_of_text_ids(budget) == in_memory) << budget;
  }
}

// E027
TEST(RowRelay, GivesTheBatchOnItsOwnThreadTheSameRowsInTheSameOrder) {
  const auto read = [](auto&& with_sink) {
    std::string lines;
    Batch batch(domain::IdProfile::kStr,
                {{.kind = Kind::kProducts}, {.kind = Kind::kOrders, .rows = 20000}, {.kind = Kind::kOrderItems}},
                [&](Kind, std::string_view line) { lines += line; });
    with_sink(batch);
    batch.close();
    std::string all = lines + to_json(batch.report()).dump();
    for (const domain::Day day : batch.dates()) all += write_date_state(batch.state_of(day));
    return all;
  };
  std::string orders = "order_id,user_id,order_date,total_amount,status\n";
  std::string items = "order_id,product_id,quantity,unit_price\n";
  for (int i = 0; i < 20000; ++i) {
    const std::string id = "order-" + std::to_string(i % 15000);  // a quarter are duplicates
    orders += id + ",u" + std::to_string(i % 700) +
              (i % 50 == 0 ? ",never" : ",2025-07-0" + std::to_string(1 + i % 9)) + ",1.00,shipped\n";
    items += "order-" + std::to_string(i % 16000) + ",p,1," + (i % 60 == 0 ? "free" : "1.00") + "\n";
  }
  const auto feed = [&](auto& begin_file, domain::RowSink& sink) {
    for (const auto& [kind, text] : {std::pair(Kind::kOrders, &orders), std::pair(Kind::kOrderItems, &items)}) {
      begin_file(kind);
      domain::FileReader reader(kind, domain::IdProfile::kStr, sink);
      reader.feed(*text);
      reader.finish();
    }
  };
  const std::string direct = read([&](Batch& batch) {
    const auto begin_file = [&](Kind kind) { batch.begin_file(kind, "f"); };
    feed(begin_file, batch);
  });
  const std::string relayed = read([&](Batch& batch) {
    RowRelay relay(batch);
    const auto begin_file = [&](Kind kind) { relay.begin_file(kind, "f"); };
    feed(begin_file, relay);
    relay.finish();
  });
  EXPECT_GT(direct.size(), 100000u);
  EXPECT_TRUE(direct == relayed);
}

TEST(RowRelay, AnErrorInTheBatchComesOutWhereTheRowsAreGiven) {
  Batch batch(domain::IdProfile::kInt, {}, [](Kind, std::string_view) { throw std::runtime_error("disk full"); });
  RowRelay relay(batch);
  relay.begin_file(Kind::kOrders, "f");
  relay.rejected({.line = 2, .code = "field_count"});
  EXPECT_THROW(relay.finish(), std::runtime_error);
}

}  // namespace
}  // namespace transform
