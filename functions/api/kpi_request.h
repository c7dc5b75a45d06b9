#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "domain/dates.h"
#include "domain/kpis.h"
#include "lambda/http.h"

namespace api {

inline constexpr std::string_view kOrderKpisRoute = "GET /v1/kpis/orders";
inline constexpr std::string_view kCategoryKpisRoute = "GET /v1/kpis/categories";

// ?date= or ?from=&to= (YYYY-MM-DD, both ends belong to it), and of categories ?category=
struct ShowKpis {
  static constexpr int kMostDays = 366;
  domain::Day first = {}, last = {};
  std::optional<std::string> category = {};
};

// A Problem 400 names each parameter that is wrong.
std::variant<ShowKpis, lambda::Problem> read_kpi_request(const lambda::HttpRequest& request);

// Counts are numbers; money and rates are decimal text, because a JSON number is a double to most who read it.
base::Json document(const std::vector<domain::OrderKpis>& kpis);  // {"orders": [{"order_date", "total_orders", …}]}
base::Json document(const std::vector<domain::CategoryKpis>& kpis);  // {"categories": [{"order_date", "category", …}]}

}  // namespace api
