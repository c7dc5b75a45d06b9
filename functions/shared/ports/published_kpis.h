#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/dates.h"
#include "domain/kpis.h"
#include "ports/cloud.h"

namespace ports {

// The figures that KpiTables has published, for whoever shows them. Both ends of a range belong to it.
class PublishedKpis {
 public:
  PublishedKpis(Cloud& cloud, std::string order_table, std::string category_table)
      : cloud_(cloud), order_table_(std::move(order_table)), category_table_(std::move(category_table)) {}

  // By date; dates without orders are left out.
  std::vector<domain::OrderKpis> orders(domain::Day first, domain::Day last);
  // By date and category; of one category, or of all (which reads the whole table). Of each date what belongs to the
  // version that its OrderKPIs item has: while the next one is being published, the one before is shown no more.
  std::vector<domain::CategoryKpis> categories(domain::Day first, domain::Day last,
                                               const std::optional<std::string>& category);

 private:
  Cloud& cloud_;
  std::string order_table_, category_table_;
};

}  // namespace ports
