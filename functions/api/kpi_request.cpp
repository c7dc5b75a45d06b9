#include "functions/api/kpi_request.h"

#include <fmt/format.h>

#include "functions/api/request.h"

namespace api {
namespace kpi_request_detail {

using domain::Day;
using lambda::Problem;

constexpr std::size_t kDayCharacters = 10;

}  // namespace kpi_request_detail

using namespace kpi_request_detail;

std::variant<ShowKpis, Problem> read_kpi_request(const lambda::HttpRequest& request) {
  std::vector<std::pair<std::string, std::string>> errors;
  const bool has_categories = request.route == kCategoryKpisRoute;
  for (const auto& [name, value] : request.query_parameters) {
    if (name == "date" || name == "from" || name == "to" || name == "format" ||
        (name == "category" && has_categories)) {
      continue;
    }
    errors.emplace_back(name, "is no parameter of this request");
  }
  const auto has = [&](std::string_view name) { return request.query_parameters.contains(name); };
  const auto read_day = [&](std::string_view name) -> std::optional<Day> {
    const auto text = request.find_query(name);
    const auto day = text && text->size() == kDayCharacters ? domain::parse_day(*text) : std::nullopt;
    if (text && !day) errors.emplace_back(name, "must be a day, 2026-01-02");
    return day;
  };
  const auto date = read_day("date"), from = read_day("from"), to = read_day("to");
  if (has("date") == (has("from") || has("to"))) {
    errors.emplace_back("date", "is needed, or from and to, and not both");
  } else if (has("from") != has("to")) {
    errors.emplace_back(has("from") ? "to" : "from", "is needed, too: both ends belong to the range");
  } else if (from && to && (*to < *from || to->number - from->number >= ShowKpis::kMostDays)) {
    errors.emplace_back("to",
                        fmt::format("must not be before from, nor {} days or more behind it", ShowKpis::kMostDays));
  }
  const auto category = request.find_query("category");
  if (has_categories && category && category->empty()) errors.emplace_back("category", "is empty");
  const std::string format = request.find_query("format").value_or("json");
  if (format != "json" && format != "csv") errors.emplace_back("format", "must be json or csv");
  if (!errors.empty()) return bad_parameters(std::move(errors));
  return ShowKpis{
      .first = date ? *date : *from, .last = date ? *date : *to, .category = category, .csv = format == "csv"};
}

}  // namespace api
