#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/cloudwatch/metric.h"
#include "emulator/loop/loop.h"

namespace cloudwatch {

// The figures of the last 15 days by the minute, in memory only: they begin anew with the process. What must outlive
// it, the states of alarms, is in the store.
class Metrics {
 public:
  explicit Metrics(loop::Loop& loop) : loop_(loop) {}

  void put(const Sample& sample);
  void put(const std::vector<Sample>& samples);
  // Told of each sample, once it is there. One listener.
  void on_put(std::function<void(const MetricId&)> listener) { listener_ = std::move(listener); }

  std::vector<const MetricId*> list(std::string_view account, std::string_view region) const;
  // Of the samples from `from` to before `to`, both at full minutes; nothing where there are none.
  std::optional<Statistics> find(const MetricId& id, TimePoint from, TimePoint to) const;
  std::string unit_of(const MetricId& id) const;  // of the latest sample

 private:
  struct Series {
    std::string unit = {};
    std::map<TimePoint, Statistics> minutes = {};  // by their beginning
  };
  loop::Loop& loop_;
  std::map<MetricId, Series> series_ = {};
  std::function<void(const MetricId&)> listener_ = {};
};

}  // namespace cloudwatch
