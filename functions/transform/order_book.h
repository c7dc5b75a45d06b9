#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/int128.h"
#include "domain/id_table.h"
#include "domain/order_state.h"
#include "domain/rows.h"
#include "functions/transform/text_lists.h"

namespace transform {

// Categories by number: what a line belongs to in four bytes.
class Categories {
 public:
  std::uint32_t number_of(std::string_view name);
  const std::string& name_of(std::uint32_t number) const { return names_[number]; }

 private:
  std::vector<std::string> names_ = {};
  std::unordered_map<std::string, std::uint32_t> numbers_ = {};
};

// The orders of one batch and what their lines add up to, for each date and category, exactly.
//
// Made for ten million lines in little memory: 32 bytes an order beside its id, and for most lines nothing. Ids that
// are text are told apart by their fingerprints and wait in a file of the temporary directory until their date is asked
// for. A first claim of an id counts, whether its order is accepted then or not.
class OrderBook {
 public:
  // `text_budget`: how many bytes of text ids of each kind, orders' and users', stay in memory.
  explicit OrderBook(domain::IdProfile profile, std::size_t text_budget = TextLists::kBudget)
      : ids_(profile), order_texts_(text_budget), user_texts_(text_budget) {}
  void reserve(std::size_t orders);

  // The index of a new order, or kNone if the id was claimed before.
  static constexpr std::uint32_t kNone = domain::IdTable::kNone;
  std::uint32_t claim(domain::Id id);
  void accept(std::uint32_t order, const domain::OrderRow& row);  // throws as TextLists, profile str

  // The index of an accepted order, or kNone.
  std::uint32_t find(domain::Id id) const;
  void add_line(std::uint32_t order, std::uint32_t category, const domain::ItemRow& row);
  void prefetch(domain::Id id) const { ids_.prefetch(id); }

  std::int64_t accepted() const { return accepted_; }

  // No more orders or lines: sorts the orders by date, and frees what is not needed for what follows.
  void close();
  // Accepted orders whose total is not the sum of their lines.
  std::int64_t total_mismatches() const { return total_mismatches_; }
  std::vector<domain::Day> dates() const;  // that have an order, ascending
  // What this batch adds to one of the dates.
  domain::DateState state_of(domain::Day day, const Categories& categories) const;

 private:
  struct Order {
    std::uint64_t user = 0;              // profile int
    std::int64_t remaining = 0;          // total less lines, in ten-thousandths; beyond 64 bits it goes on in carries_
    std::uint64_t first_categories = 0;  // four times 16 bits: 1 + category, 0 for none
    std::uint32_t day = kNone;           // index in days_, times two, plus one if returned; kNone: not accepted
    std::uint32_t more_categories = kNone;  // index in more_
  };
  struct MoreCategories {  // of the few orders with more than four, or of a category beyond 16 bits
    std::uint32_t category = 0;
    std::uint32_t next = kNone;
  };
  struct DaySums {
    domain::Day day = {};
    base::Int128 revenue = 0;
    std::int64_t items = 0;
    std::int64_t orders = 0;
    std::int64_t returned = 0;
  };

  bool has_numbers() const { return ids_.profile() == domain::IdProfile::kInt; }
  std::uint32_t day_index(domain::Day day);
  bool add_category(Order& order, std::uint32_t category);  // false: it has had a line in it before
  void subtract(std::uint32_t index, base::Int128 amount);
  std::int64_t count_mismatches() const;
  void sort_by_day();

  domain::IdTable ids_;
  std::vector<Order> orders_ = {};  // by index in ids_
  TextLists order_texts_;           // profile str: of accepted orders, by index in days_
  TextLists user_texts_;            // theirs
  std::vector<MoreCategories> more_ = {};
  std::unordered_map<std::uint32_t, base::Int128> carries_ = {};  // by order, in units of 2^64
  std::int64_t accepted_ = 0;

  std::vector<DaySums> days_ = {};
  std::unordered_map<std::int32_t, std::uint32_t> day_indices_ = {};
  std::uint32_t last_day_ = kNone;

  domain::IdTable cell_ids_{domain::IdProfile::kInt};  // day index << 32 | category
  std::vector<domain::CategoryState> cells_ = {};      // by index in cell_ids_

  // Profile int, after close(), of the accepted orders, those of days_[0] first:
  std::vector<std::uint32_t> orders_by_day_ = {};  // indices in ids_
  std::vector<std::uint64_t> users_by_day_ = {};   // as in Order
  std::vector<std::size_t> day_begins_ = {};       // where each day begins in them, and the end of the last
  std::int64_t total_mismatches_ = 0;
};

}  // namespace transform
