#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "emulator/commands/client.h"

namespace emulator {

// One set that was uploaded, and the execution that it started; without one it was applied before.
struct DemoSet {
  std::string directory = {};
  std::string execution_arn = {};
  std::string status = {};  // of the execution
  std::string set_id = {};
};

// What a user finds after the run, read back over HTTP: both KPI tables from DynamoDB, the validation reports from S3.
struct DemoResult {
  base::Json order_kpis = base::Json::array();     // by date; money and rates as decimal text
  base::Json category_kpis = base::Json::array();  // by category, then date
  std::vector<base::Json> validations = {};        // one a set; null for a set that was applied before

  // {"OrderKPIs", "CategoryKPIs", "validation"} for one set, "validations" for several.
  base::Json document() const;
};

inline constexpr const char* kDataBucket = "ecommerce-data-bucket";
inline constexpr const char* kArchiveBucket = "ecommerce-archive-bucket";

DemoResult read_back(const Client& client, const std::vector<DemoSet>& sets);

}  // namespace emulator
