#include "emulator/commands/demo_result.h"

#include <algorithm>
#include <map>

namespace emulator {
namespace demo_result_detail {

using base::Json;

std::string text(const Json& item, std::string_view name) { return item.at(name).at("S").as_string(); }
std::string number(const Json& item, std::string_view name) { return item.at(name).at("N").as_string(); }
Json integer(const Json& item, std::string_view name) {
  return Json(static_cast<std::int64_t>(std::stoll(number(item, name))));
}

// DynamoDB keeps 5.00 as 5: whoever shows money gives it its digits back.
std::string with_digits(std::string decimal, std::size_t digits) {
  const auto point = decimal.find('.');
  if (point == std::string::npos) return decimal + "." + std::string(digits, '0');
  const std::size_t there = decimal.size() - point - 1;
  return there >= digits ? decimal : decimal + std::string(digits - there, '0');
}

}  // namespace demo_result_detail

using namespace demo_result_detail;

DemoResult read_back(const Client& client, const std::vector<DemoSet>& sets) {
  DemoResult result;
  auto orders = client.scan("OrderKPIs");
  std::ranges::sort(orders, {}, [](const Json& item) { return text(item, "order_date"); });
  std::map<std::string, std::string> versions;  // a category counts only in the version that its day has
  for (const Json& item : orders) {
    versions[text(item, "order_date")] = number(item, "version");
    result.order_kpis.push_back({{"order_date", text(item, "order_date")},
                                 {"total_orders", integer(item, "total_orders")},
                                 {"total_revenue", with_digits(number(item, "total_revenue"), 2)},
                                 {"total_items_sold", integer(item, "total_items_sold")},
                                 {"return_rate", with_digits(number(item, "return_rate"), 4)},
                                 {"unique_customers", integer(item, "unique_customers")}});
  }
  auto categories = client.scan("CategoryKPIs");
  std::ranges::sort(categories, {},
                    [](const Json& item) { return std::pair(text(item, "category"), text(item, "order_date")); });
  for (const Json& item : categories) {
    if (versions[text(item, "order_date")] != number(item, "version")) continue;
    result.category_kpis.push_back({{"category", text(item, "category")},
                                    {"order_date", text(item, "order_date")},
                                    {"daily_revenue", with_digits(number(item, "daily_revenue"), 2)},
                                    {"avg_order_value", with_digits(number(item, "avg_order_value"), 2)},
                                    {"avg_return_rate", with_digits(number(item, "avg_return_rate"), 4)}});
  }
  for (const DemoSet& set : sets) {
    if (set.set_id.empty()) {
      result.validations.push_back(nullptr);
    } else {
      result.validations.push_back(
          Json::parse(client.get_object(kDataBucket, "reports/" + set.set_id + "/validation.json")));
    }
  }
  return result;
}

Json DemoResult::document() const {
  Json document = {{"OrderKPIs", order_kpis}, {"CategoryKPIs", category_kpis}};
  if (validations.size() == 1) {
    document.set("validation", validations.front());
  } else {
    document.set("validations", Json(Json::Array(validations)));
  }
  return document;
}

}  // namespace emulator
