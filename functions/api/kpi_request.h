#pragma once

#include <optional>
#include <string>
#include <variant>

#include "domain/dates.h"
#include "lambda/http.h"

namespace api {

inline constexpr std::string_view kOrderKpisRoute = "GET /v1/kpis/orders";
inline constexpr std::string_view kCategoryKpisRoute = "GET /v1/kpis/categories";

// ?date= or ?from=&to= (YYYY-MM-DD, both ends belong to it), and of categories ?category=; ?format=csv
struct ShowKpis {
  static constexpr int kMostDays = 366;
  domain::Day first = {}, last = {};
  std::optional<std::string> category = {};
  bool csv = false;
};

// A Problem 400 names each parameter that is wrong.
std::variant<ShowKpis, lambda::Problem> read_kpi_request(const lambda::HttpRequest& request);

}  // namespace api
