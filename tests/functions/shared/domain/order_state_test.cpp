#include "domain/order_state.h"

#include <gtest/gtest.h>

#include "domain/id_table.h"
#include "domain/kpis.h"
#include "domain/quarantine.h"
#include "domain/report.h"

namespace domain {
namespace {

constexpr Day kDay{20270};  // 2025-07-01

DateState some_state() {
  return {.day = kDay,
          .revenue = (base::Int128{1} << 90) + 5,
          .items = 3,
          .returned = 1,
          .categories = {{"Books", {.revenue = 49, .orders = 3, .returned = 1}},
                         {"a \"b\"\n", {.revenue = 1, .orders = 1}}},
          .orders = IdList::of_numbers({3, 1, 2, 2}),
          .users = IdList::of_numbers({7})};
}

TEST(DateState, ComesBackFromItsDocument) {
  const DateState applied = apply_set({.day = kDay}, some_state(), "set1");
  EXPECT_EQ(applied.version, 1);
  EXPECT_EQ(read_date_state(write_date_state(applied)), applied);
  EXPECT_NO_THROW(base::Json::parse(write_date_state(applied)));

  DateState text = some_state();
  text.orders = IdList::of_texts({"b", "a \"quoted\" \\ one", "ü"});
  text.users = IdList::of_texts({});
  EXPECT_EQ(read_date_state(write_date_state(text)), text);
}

TEST(DateState, DamagedDocumentIsSaidToBeSo) {
  const std::string whole = write_date_state(some_state());
  for (const std::string& text : {std::string(), whole.substr(0, whole.size() - 2), whole.substr(1), "{}" + whole,
                                  whole.substr(0, whole.find("\"users\""))}) {
    EXPECT_THROW(read_date_state(text), DamagedState) << text;
  }
  std::string newer = whole;
  newer.replace(newer.find("state/1"), 7, "state/2");
  EXPECT_THROW(read_date_state(newer), DamagedState);
}

// E060
TEST(DateState, SetThatWasAppliedBeforeChangesNothing) {
  const DateState once = apply_set({.day = kDay}, some_state(), "set1");
  EXPECT_EQ(apply_set(once, some_state(), "set1"), once);
}

TEST(DateState, LaterSetAddsCountsAndSumsAndUnitesCustomers) {
  const DateState first = apply_set({.day = kDay}, some_state(), "set1");
  DateState more{.day = kDay,
                 .revenue = 7,
                 .items = 2,
                 .returned = 1,
                 .orders = IdList::of_numbers({9}),
                 .users = IdList::of_numbers({7, 8})};
  more.categories["Books"] = {.revenue = 1, .orders = 1, .returned = 1};
  more.categories["Toys"] = {.revenue = 6, .orders = 1};
  const DateState both = apply_set(first, more, "set2");
  EXPECT_EQ(both.version, 2);
  EXPECT_EQ(both.orders, IdList::of_numbers({1, 2, 3, 9}));
  EXPECT_EQ(both.users, IdList::of_numbers({7, 8}));
  EXPECT_EQ(both.categories.at("Books"), (CategoryState{.revenue = 50, .orders = 4, .returned = 2}));
  EXPECT_EQ(both.categories.size(), 3u);
  EXPECT_EQ(both.applied_sets, (std::map<std::string, std::int64_t>{{"set1", 1}, {"set2", 2}}));
}

// E052 E053 E058
TEST(Kpis, AreRoundedOnceAtTheEnd) {
  DateState state = some_state();
  state.revenue = 98;  // two lines of 0.0049: 0.0098 is 0.01, and not 0.00 + 0.00
  const OrderKpis kpis = order_kpis(state);
  EXPECT_EQ(kpis.total_revenue, "0.01");
  EXPECT_EQ(kpis.total_orders, 3);
  EXPECT_EQ(kpis.return_rate, "0.3333");
  EXPECT_EQ(kpis.unique_customers, 1);
  const auto categories = category_kpis(state);
  ASSERT_EQ(categories.size(), 2u);
  EXPECT_EQ(categories[0].category, "Books");
  EXPECT_EQ(categories[0].daily_revenue, "0.00");
  EXPECT_EQ(categories[0].avg_return_rate, "0.3333");
}

TEST(IdTable, NumbersIdsInTheOrderOfTheirComing) {
  IdTable table(IdProfile::kInt);
  EXPECT_EQ(table.find({.number = 1}), IdTable::kNone);
  for (std::uint64_t i = 0; i < 5000; ++i) EXPECT_TRUE(table.insert({.number = i << 20}).is_new);
  for (std::uint64_t i = 0; i < 5000; ++i) {
    EXPECT_EQ(table.find({.number = i << 20}), i);
    EXPECT_FALSE(table.insert({.number = i << 20}).is_new);
    EXPECT_EQ(table.number_at(static_cast<std::uint32_t>(i)), i << 20);
  }
  EXPECT_EQ(table.find({.number = 1}), IdTable::kNone);
}

TEST(IdTable, TellsTextsApart) {
  IdTable table(IdProfile::kStr);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = "order-" + std::to_string(i);
    EXPECT_EQ(table.insert({.text = text}).index, static_cast<std::uint32_t>(i));
  }
  EXPECT_EQ(table.find({.text = "order-77"}), 77u);
  EXPECT_EQ(table.find({.text = "ORDER-77"}), IdTable::kNone);
}

TEST(IdList, KnowsWhatItHolds) {
  const IdList texts = IdList::of_texts({"b", "a", "b", "ab"});
  EXPECT_EQ(texts.size(), 3u);
  EXPECT_TRUE(texts.contains({.text = "ab"}));
  EXPECT_FALSE(texts.contains({.text = "aa"}));
  EXPECT_FALSE(IdList(IdProfile::kStr).contains({.text = "a"}));
  EXPECT_EQ(IdList::merge(texts, IdList::of_texts({"aa", "b", "c"})), IdList::of_texts({"a", "aa", "ab", "b", "c"}));
}

TEST(Report, ValuesAreCutTo200Characters) {
  std::string umlauts;
  for (int i = 0; i < 201; ++i) umlauts += "ü";
  EXPECT_EQ(reported_value(umlauts).size(), 400u);
  EXPECT_EQ(reported_value(umlauts.substr(0, 400)), umlauts.substr(0, 400));
  EXPECT_EQ(base::Json::parse(reject_line("k", {.line = 3, .code = "field_count", .value = umlauts})).at("column"),
            base::Json());
}

// E022 E090
TEST(Quarantine, NoteSaysWhatIsWrongAndWhatToDo) {
  const auto note = quarantine_note(
      "s", {.kind = Kind::kOrders, .key = "orders/a.csv", .quarantine_reason = "missing_columns:status"});
  EXPECT_EQ(note.at("reason").as_string(), "missing_columns:status");
  EXPECT_NE(note.at("explanation").as_string().find("lacks status"), std::string::npos);
  for (const char* reason : {"empty_file", "bad_encoding", "duplicate_columns", "unterminated_quote", "record_too_long",
                             "too_many_rejects:21/30"}) {
    EXPECT_NE(explain_quarantine(Kind::kOrders, reason), explain_quarantine(Kind::kOrders, "?")) << reason;
  }
}

}  // namespace
}  // namespace domain
