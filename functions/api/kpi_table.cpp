#include "functions/api/kpi_table.h"

namespace api {
namespace kpi_table_detail {

using base::Json;

void append_field(std::string& line, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += text;
    return;
  }
  line += '"';
  for (const char character : text) line.append(character == '"' ? 2 : 1, character);
  line += '"';
}

}  // namespace kpi_table_detail

using namespace kpi_table_detail;

KpiTable table_of(const std::vector<domain::OrderKpis>& kpis) {
  KpiTable table{.name = "orders",
                 .columns = {"order_date", "total_orders", "total_revenue", "total_items_sold", "return_rate",
                             "unique_customers"}};
  for (const auto& one : kpis) {
    table.rows.push_back({one.order_date, one.total_orders, one.total_revenue, one.total_items_sold, one.return_rate,
                          one.unique_customers});
  }
  return table;
}

KpiTable table_of(const std::vector<domain::CategoryKpis>& kpis) {
  KpiTable table{.name = "categories",
                 .columns = {"order_date", "category", "daily_revenue", "avg_order_value", "avg_return_rate"}};
  for (const auto& one : kpis) {
    table.rows.push_back({one.order_date, one.category, one.daily_revenue, one.avg_order_value, one.avg_return_rate});
  }
  return table;
}

Json to_json(const KpiTable& table) {
  Json list = Json::array();
  for (const auto& row : table.rows) {
    Json object = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) object.set(table.columns[i], row[i]);
    list.push_back(std::move(object));
  }
  return {{table.name, std::move(list)}};
}

std::string to_csv(const KpiTable& table) {
  std::string text;
  const auto end_field = [&](std::size_t i) { text += i + 1 < table.columns.size() ? "," : "\r\n"; };
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    append_field(text, table.columns[i]);
    end_field(i);
  }
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      append_field(text, row[i].is_string() ? row[i].as_string() : row[i].dump());
      end_field(i);
    }
  }
  return text;
}

}  // namespace api
