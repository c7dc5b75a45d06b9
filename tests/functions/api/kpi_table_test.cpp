#include "functions/api/kpi_table.h"

#include <gtest/gtest.h>

namespace api {

TEST(KpiTable, MoneyAndRatesAreTextInJson) {
  EXPECT_EQ(to_json(table_of(std::vector<domain::OrderKpis>{{"2026-03-01", 3, "34.50", 4, "0.3333", 2}})).dump(),
            R"({"orders":[{"order_date":"2026-03-01","total_orders":3,"total_revenue":"34.50","total_items_sold":4,)"
            R"("return_rate":"0.3333","unique_customers":2}]})");
  EXPECT_EQ(to_json(table_of(std::vector<domain::CategoryKpis>{})).dump(), R"({"categories":[]})");
}

// E109
TEST(KpiTable, CsvHasALineOfNamesAndQuotesWhatNeedsIt) {
  EXPECT_EQ(to_csv(table_of(std::vector<domain::OrderKpis>{{"2026-03-01", 3, "34.50", 4, "0.3333", 2}})),
            "order_date,total_orders,total_revenue,total_items_sold,return_rate,unique_customers\r\n"
            "2026-03-01,3,34.50,4,0.3333,2\r\n");
  const std::vector<domain::CategoryKpis> awkward = {{"Nuts, bolts", "2026-03-01", "1.00", "1.00", "0.0000"},
                                                     {"12\" saws\nand more", "2026-03-01", "2.00", "2.00", "0.0000"},
                                                     {"Küche", "2026-03-01", "3.00", "3.00", "0.0000"}};
  EXPECT_EQ(to_csv(table_of(awkward)),
            "order_date,category,daily_revenue,avg_order_value,avg_return_rate\r\n"
            "2026-03-01,\"Nuts, bolts\",1.00,1.00,0.0000\r\n"
            "2026-03-01,\"12\"\" saws\nand more\",2.00,2.00,0.0000\r\n"
            "2026-03-01,Küche,3.00,3.00,0.0000\r\n");
  EXPECT_EQ(to_csv(table_of(std::vector<domain::CategoryKpis>{})),
            "order_date,category,daily_revenue,avg_order_value,avg_return_rate\r\n");
}

}  // namespace api
