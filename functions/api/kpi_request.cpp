#include "functions/api/kpi_request.h"

#include <fmt/format.h>

namespace api {
namespace kpi_request_detail {

using base::Json;
using domain::Day;
using lambda::Problem;

constexpr std::size_t kDayCharacters = 10;

}  // namespace kpi_request_detail

using namespace kpi_request_detail;

std::variant<ShowKpis, Problem> read_kpi_request(const lambda::HttpRequest& request) {
  Problem bad{.status = 400, .type = "urn:feedmill:problem:parameters", .title = "The request is not right"};
  const bool has_categories = request.route == kCategoryKpisRoute;
  for (const auto& [name, value] : request.query_parameters) {
    if (name == "date" || name == "from" || name == "to" || (name == "category" && has_categories)) continue;
    bad.errors.emplace_back(name, "is no parameter of this request");
  }
  const auto read_day = [&](std::string_view name) -> std::optional<Day> {
    const auto text = request.find_query(name);
    const auto day = text && text->size() == kDayCharacters ? domain::parse_day(*text) : std::nullopt;
    if (text && !day) bad.errors.emplace_back(name, "must be a day, 2026-01-02");
    return day;
  };
  const auto date = read_day("date"), from = read_day("from"), to = read_day("to");
  const bool is_one = request.find_query("date").has_value();
  const bool is_range = request.find_query("from") || request.find_query("to");
  if (is_one == is_range) {
    bad.errors.emplace_back("date", "is needed, or from and to, and not both");
  } else if (is_range && !(request.find_query("from") && request.find_query("to"))) {
    bad.errors.emplace_back(request.find_query("from") ? "to" : "from",
                            "is needed, too: both ends belong to the range");
  } else if (from && to && (*to < *from || to->number - from->number >= ShowKpis::kMostDays)) {
    bad.errors.emplace_back("to",
                            fmt::format("must not be before from, nor {} days or more behind it", ShowKpis::kMostDays));
  }
  const auto category = request.find_query("category");
  if (has_categories && category && category->empty()) bad.errors.emplace_back("category", "is empty");
  if (bad.errors.empty())
    return ShowKpis{.first = is_one ? *date : *from, .last = is_one ? *date : *to, .category = category};
  bad.detail = fmt::format("{} of its parameters cannot be used", bad.errors.size());
  return bad;
}

Json document(const std::vector<domain::OrderKpis>& kpis) {
  Json list = Json::array();
  for (const auto& one : kpis) {
    list.push_back({{"order_date", one.order_date},
                    {"total_orders", one.total_orders},
                    {"total_revenue", one.total_revenue},
                    {"total_items_sold", one.total_items_sold},
                    {"return_rate", one.return_rate},
                    {"unique_customers", one.unique_customers}});
  }
  return {{"orders", std::move(list)}};
}

Json document(const std::vector<domain::CategoryKpis>& kpis) {
  Json list = Json::array();
  for (const auto& one : kpis) {
    list.push_back({{"order_date", one.order_date},
                    {"category", one.category},
                    {"daily_revenue", one.daily_revenue},
                    {"avg_order_value", one.avg_order_value},
                    {"avg_return_rate", one.avg_return_rate}});
  }
  return {{"categories", std::move(list)}};
}

}  // namespace api
