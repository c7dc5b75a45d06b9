#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/int128.h"
#include "domain/dates.h"
#include "domain/id_list.h"

// All that is known of one date: what its figures are made from, and what a later set needs to add to them.
// (order-analytics.md §7)

namespace domain {

struct CategoryState {
  base::Int128 revenue = 0;   // ten-thousandths
  std::int64_t orders = 0;    // distinct orders with a line in this category
  std::int64_t returned = 0;  // of these
  friend bool operator==(const CategoryState&, const CategoryState&) = default;
};

struct DateState {
  Day day = {};
  std::int64_t version = 0;  // 0: nothing was published yet
  base::Int128 revenue = 0;  // ten-thousandths
  std::int64_t items = 0;
  std::int64_t returned = 0;                              // orders
  std::map<std::string, CategoryState> categories = {};   // by name, in bytewise order
  std::map<std::string, std::int64_t> applied_sets = {};  // set id, and the version that it made
  IdList orders = IdList();
  IdList users = IdList();

  friend bool operator==(const DateState&, const DateState&) = default;
};

// What the date comes to when `set_id` adds `more` (which holds no order of `earlier`): sums and counts add, customers
// are a union, the version is the next one. A set that was applied before changes nothing: the version stays.
DateState apply_set(const DateState& earlier, DateState more, const std::string& set_id);

// The document that is stored: JSON, one id a line, so that it can be read and searched by eye and by program. The same
// state gives the same bytes.
std::string write_date_state(const DateState& state);

// The stored document is not one of ours, or of a newer format.
struct DamagedState : std::runtime_error {
  using std::runtime_error::runtime_error;
};
DateState read_date_state(std::string_view document);  // throws DamagedState

// state/<date>/<version>.json
std::string date_state_key(Day day, std::int64_t version);

}  // namespace domain
