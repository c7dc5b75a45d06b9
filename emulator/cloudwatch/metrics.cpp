#include "emulator/cloudwatch/metrics.h"

namespace cloudwatch {

void Metrics::put(const Sample& sample) {
  constexpr std::chrono::days kKept{15};
  Series& series = series_[sample.id];
  series.unit = sample.unit;
  series.minutes[std::chrono::floor<std::chrono::minutes>(sample.time)].add(sample.values);
  series.minutes.erase(series.minutes.begin(), series.minutes.lower_bound(loop_.now() - kKept));
  if (listener_) listener_(sample.id);
}

void Metrics::put(const std::vector<Sample>& samples) {
  for (const Sample& sample : samples) put(sample);
}

std::vector<const MetricId*> Metrics::list(std::string_view account, std::string_view region) const {
  std::vector<const MetricId*> result;
  for (const auto& [id, series] : series_) {
    if (id.account == account && id.region == region) result.push_back(&id);
  }
  return result;
}

std::optional<Statistics> Metrics::find(const MetricId& id, TimePoint from, TimePoint to) const {
  const auto found = series_.find(id);
  if (found == series_.end()) return std::nullopt;
  const auto& minutes = found->second.minutes;
  const auto end = minutes.lower_bound(to);
  std::optional<Statistics> all;
  for (auto it = minutes.lower_bound(from); it != end; ++it) {
    if (!all) all.emplace();
    all->add(it->second);
  }
  return all;
}

std::string Metrics::unit_of(const MetricId& id) const {
  const auto found = series_.find(id);
  return found == series_.end() ? "None" : found->second.unit;
}

}  // namespace cloudwatch
