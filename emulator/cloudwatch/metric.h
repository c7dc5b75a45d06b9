#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/time.h"

namespace cloudwatch {

using base::Duration;
using base::TimePoint;

using Dimensions = std::vector<std::pair<std::string, std::string>>;

// What a metric is known by; with other dimensions it is another metric.
struct MetricId {
  std::string account = {}, region = {};
  std::string name_space = {};
  std::string name = {};
  Dimensions dimensions = {};  // by name
  auto operator<=>(const MetricId&) const = default;
};

// What is kept of any number of values. (CloudWatch API Reference, StatisticSet)
struct Statistics {
  double count = 0, sum = 0, minimum = 0, maximum = 0;
  static Statistics of(double value, double times = 1) { return {times, value * times, value, value}; }
  void add(const Statistics& more);
  // By its AWS name: Average, Maximum, Minimum, SampleCount, Sum.
  double get(std::string_view statistic) const;
};
bool is_statistic(std::string_view name);

// When the period began that this time falls into: by the clock, whoever asks.
TimePoint begin_of_period(std::chrono::seconds period, TimePoint time);

struct Sample {
  MetricId id = {};
  TimePoint time = {};
  Statistics values = {};
  std::string unit = "None";
};

// The samples of a log line in the embedded metric format; none where it is another line. A metric whose value is
// missing or no number is left out, as CloudWatch does. (CloudWatch User Guide, "Embedded metric format specification")
std::vector<Sample> parse_embedded_metrics(std::string_view line, const std::string& account,
                                           const std::string& region);

}  // namespace cloudwatch
