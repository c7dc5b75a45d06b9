#include "lambda/metrics.h"

#include <algorithm>

#include "base/check.h"

namespace lambda {

void Metrics::put(std::string_view name, double value, std::string_view unit) {
  const auto there = std::ranges::find(values_, name, &Value::name);
  if (there != values_.end()) {
    CHECK(there->unit == unit);
    there->value += value;
    return;
  }
  CHECK(values_.size() < 100);
  values_.push_back({std::string(name), value, std::string(unit)});
}

base::Json Metrics::take(base::TimePoint now, std::string_view request_id) {
  base::Json names = base::Json::array();
  for (const Value& value : values_) names.push_back({{"Name", value.name}, {"Unit", value.unit}});
  const base::Json directive{{"Namespace", "Feedmill"},
                             {"Dimensions", base::Json::array({base::Json::array({"FunctionName"})})},
                             {"Metrics", names}};
  base::Json line{
      {"_aws", {{"Timestamp", base::to_epoch_millis(now)}, {"CloudWatchMetrics", base::Json::array({directive})}}},
      {"FunctionName", function_name_},
      {"requestId", request_id}};
  for (const Value& value : values_) {
    // A count reads as one: 3, not 3.0.
    const auto whole = static_cast<std::int64_t>(value.value);
    line.set(value.name, static_cast<double>(whole) == value.value ? base::Json(whole) : base::Json(value.value));
  }
  values_.clear();
  return line;
}

}  // namespace lambda
