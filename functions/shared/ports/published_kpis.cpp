#include "ports/published_kpis.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "aws/attributes.h"
#include "domain/money.h"
#include "ports/items.h"

namespace ports {
namespace published_kpis_detail {

using aws::attribute::get_decimal;
using aws::attribute::get_n;
using aws::attribute::get_s;
using aws::attribute::s;
using base::Json;
using domain::Day;

// DynamoDB keeps a number's value: "19.9" was "19.90".
std::string get_money(const Json& item, std::string_view name) {
  return domain::with_decimals(get_decimal(item, name), domain::kMoneyDecimals);
}
std::string get_rate(const Json& item, std::string_view name) {
  return domain::with_decimals(get_decimal(item, name), domain::kRateDecimals);
}

domain::OrderKpis to_order_kpis(const Json& item) {
  return {.order_date = get_s(item, "order_date"),
          .total_orders = get_n(item, "total_orders"),
          .total_revenue = get_money(item, "total_revenue"),
          .total_items_sold = get_n(item, "total_items_sold"),
          .return_rate = get_rate(item, "return_rate"),
          .unique_customers = get_n(item, "unique_customers")};
}

domain::CategoryKpis to_category_kpis(const Json& item) {
  return {.category = get_s(item, "category"),
          .order_date = get_s(item, "order_date"),
          .daily_revenue = get_money(item, "daily_revenue"),
          .avg_order_value = get_money(item, "avg_order_value"),
          .avg_return_rate = get_rate(item, "avg_return_rate")};
}

Json keys_of(Day first, Day last) {
  Json keys = Json::array();
  for (Day day = first; day <= last; ++day.number) keys.push_back({{"order_date", s(domain::format_day(day))}});
  return keys;
}

}  // namespace published_kpis_detail

using namespace published_kpis_detail;

std::vector<domain::OrderKpis> PublishedKpis::orders(Day first, Day last) {
  std::vector<domain::OrderKpis> found;
  get_items(cloud_, order_table_, keys_of(first, last),
            [&](const Json& item) { found.push_back(to_order_kpis(item)); });
  std::ranges::sort(found, {}, &domain::OrderKpis::order_date);
  return found;
}

std::vector<domain::CategoryKpis> PublishedKpis::categories(Day first, Day last,
                                                            const std::optional<std::string>& category) {
  std::map<std::string, std::int64_t> versions;  // by date
  get_items(cloud_, order_table_, keys_of(first, last),
            [&](const Json& item) { versions[get_s(item, "order_date")] = get_n(item, "version"); });
  Json request{{"TableName", category_table_}, {"ConsistentRead", true}};
  Json values{{":first", s(domain::format_day(first))}, {":last", s(domain::format_day(last))}};
  constexpr const char* kInRange = "order_date BETWEEN :first AND :last";
  if (category) {
    values.set(":category", s(*category));
    request.set("KeyConditionExpression", std::string("category = :category AND ") + kInRange);
  } else {
    request.set("FilterExpression", kInRange);
  }
  request.set("ExpressionAttributeValues", std::move(values));
  std::vector<domain::CategoryKpis> found;
  read_pages(cloud_, category ? "Query" : "Scan", std::move(request), [&](const Json& item) {
    const auto version = versions.find(get_s(item, "order_date"));
    if (version != versions.end() && version->second == get_n(item, "version")) found.push_back(to_category_kpis(item));
    return true;
  });
  std::ranges::sort(found, {}, [](const auto& kpis) { return std::tie(kpis.order_date, kpis.category); });
  return found;
}

}  // namespace ports
