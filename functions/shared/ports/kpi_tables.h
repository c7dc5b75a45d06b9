#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "aws/client.h"
#include "domain/kpis.h"
#include "ports/cloud.h"
#include "ports/lease.h"

namespace ports {

// The tables that the world reads: OrderKPIs (order_date) and CategoryKPIs (category, order_date).
//
// Both carry the version of their date's state; readers trust only those CategoryKPIs that have the version of the
// OrderKPIs item. (order-analytics.md §8)
class KpiTables {
 public:
  KpiTables(Cloud& cloud, std::string order_table, std::string category_table)
      : client_(cloud), order_table_(std::move(order_table)), category_table_(std::move(category_table)) {}

  std::int64_t version_of(domain::Day day);  // 0: it was never published

  // Replaces the figures of the version before by this state's, whole or not at all for whoever reads: one transaction,
  // or with more than 98 categories several, the OrderKPIs item in the last.
  // Throws LockLost; Failure "Unavailable" where the date's version is not the one before.
  void publish(const domain::DateState& state, std::string_view state_key, std::string_view execution_id,
               const Lease& lease);

 private:
  aws::Client& client_;
  std::string order_table_, category_table_;
};

}  // namespace ports
