#include "domain/kpis.h"

#include "base/check.h"
#include "domain/money.h"

namespace domain {
namespace kpis_detail {

// Ten-thousandths / count, as money with 2 digits: one rounding, at the very end.
std::string money(base::Int128 ten_thousandths, std::int64_t count) {
  return format_fixed(divide_rounded(ten_thousandths, base::Int128{100} * count), kMoneyDecimals);
}

std::string rate(std::int64_t part, std::int64_t whole) {
  return format_fixed(divide_rounded(base::Int128{part} * 10000, whole), kRateDecimals);
}

}  // namespace kpis_detail

using namespace kpis_detail;

OrderKpis order_kpis(const DateState& state) {
  CHECK(state.orders.size() > 0);
  const auto orders = static_cast<std::int64_t>(state.orders.size());
  return {.order_date = format_day(state.day),
          .total_orders = orders,
          .total_revenue = money(state.revenue, 1),
          .total_items_sold = state.items,
          .return_rate = rate(state.returned, orders),
          .unique_customers = static_cast<std::int64_t>(state.users.size())};
}

std::vector<CategoryKpis> category_kpis(const DateState& state) {
  std::vector<CategoryKpis> result;
  for (const auto& [name, category] : state.categories) {
    result.push_back({.category = name,
                      .order_date = format_day(state.day),
                      .daily_revenue = money(category.revenue, 1),
                      .avg_order_value = money(category.revenue, category.orders),
                      .avg_return_rate = rate(category.returned, category.orders)});
  }
  return result;
}

}  // namespace domain
