#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "domain/kpis.h"

namespace api {

// Figures as they are shown: counts are numbers; money and rates decimal text, because a JSON number is a double to
// most who read it.
struct KpiTable {
  std::string_view name = {};  // "orders"
  std::vector<std::string_view> columns = {};
  std::vector<std::vector<base::Json>> rows = {};  // numbers and texts, as many as there are columns
};

KpiTable table_of(const std::vector<domain::OrderKpis>& kpis);
KpiTable table_of(const std::vector<domain::CategoryKpis>& kpis);

base::Json to_json(const KpiTable& table);  // {"orders": [{"order_date", "total_orders", …}]}
// What spreadsheets and BI tools load: the columns' names in the first line, lines ended by CRLF. (RFC 4180)
std::string to_csv(const KpiTable& table);

}  // namespace api
