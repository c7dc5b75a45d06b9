#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/order_state.h"

// The figures that are shown. Money and rates are decimal text of exactly 2 and 4 digits. (order-analytics.md §5)

namespace domain {

inline constexpr int kMoneyDecimals = 2;
inline constexpr int kRateDecimals = 4;

struct OrderKpis {
  std::string order_date = {};
  std::int64_t total_orders = 0;
  std::string total_revenue = {};
  std::int64_t total_items_sold = 0;
  std::string return_rate = {};
  std::int64_t unique_customers = 0;
};

struct CategoryKpis {
  std::string category = {};
  std::string order_date = {};
  std::string daily_revenue = {};
  std::string avg_order_value = {};
  std::string avg_return_rate = {};
};

OrderKpis order_kpis(const DateState& state);                     // of a date with at least one order
std::vector<CategoryKpis> category_kpis(const DateState& state);  // by category, in bytewise order

}  // namespace domain
