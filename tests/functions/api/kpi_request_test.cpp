#include "functions/api/kpi_request.h"

#include <gtest/gtest.h>

namespace api {

using lambda::HttpRequest;
using lambda::Problem;

std::variant<ShowKpis, Problem> asked(HttpRequest::Names query, std::string_view route = kCategoryKpisRoute) {
  return read_kpi_request({.route = std::string(route), .method = "GET", .query_parameters = std::move(query)});
}

// E110
TEST(KpiRequest, ADayOrARangeWhoseEndsBelongToIt) {
  const auto day = std::get<ShowKpis>(asked({{"date", "2026-03-01"}, {"category", "Tools"}}));
  EXPECT_EQ(domain::format_day(day.first), "2026-03-01");
  EXPECT_EQ(day.first, day.last);
  EXPECT_EQ(day.category, "Tools");
  const auto range = std::get<ShowKpis>(asked({{"from", "2024-01-01"}, {"to", "2024-12-31"}}, kOrderKpisRoute));
  EXPECT_EQ(domain::format_day(range.first) + domain::format_day(range.last), "2024-01-012024-12-31");
  EXPECT_FALSE(range.category);
}

TEST(KpiRequest, EachParameterThatIsWrongIsNamed) {
  const auto wrong = [](HttpRequest::Names query, std::string_view route = kCategoryKpisRoute) {
    const auto read = asked(std::move(query), route);
    const auto* problem = std::get_if<Problem>(&read);
    std::string names;
    for (const auto& [name, detail] : problem ? problem->errors : decltype(problem->errors)()) names += name + " ";
    return problem && problem->status == 400 ? names : "taken";
  };
  EXPECT_EQ(wrong({}), "date ");
  EXPECT_EQ(wrong({{"date", "2026-03-01"}, {"from", "2026-03-01"}}), "date ");
  EXPECT_EQ(wrong({{"date", "2026-02-30"}}), "date ");
  EXPECT_EQ(wrong({{"date", "2026-03-01T00:00:00Z"}}), "date ");
  EXPECT_EQ(wrong({{"from", "2026-03-01"}}), "to ");
  EXPECT_EQ(wrong({{"to", "2026-03-01"}}), "from ");
  EXPECT_EQ(wrong({{"from", "2026-03-02"}, {"to", "2026-03-01"}}), "to ");
  EXPECT_EQ(wrong({{"from", "2025-01-01"}, {"to", "2026-01-02"}}), "to ");
  EXPECT_EQ(wrong({{"from", "x"}, {"to", "y"}}), "from to ");
  EXPECT_EQ(wrong({{"date", "2026-03-01"}, {"category", ""}}), "category ");
  EXPECT_EQ(wrong({{"date", "2026-03-01"}, {"category", "x"}}, kOrderKpisRoute), "category ");
  EXPECT_EQ(wrong({{"date", "2026-03-01"}, {"limit", "1"}}), "limit ");
  EXPECT_EQ(wrong({{"date", "2026-03-01"}, {"format", "parquet"}}), "format ");
  EXPECT_EQ(wrong({{"date", "2026-03-01"}, {"format", "csv"}}), "taken");
}

}  // namespace api
