#include "emulator/cloudwatch/metric.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "base/check.h"

namespace cloudwatch {
namespace metric_detail {

using base::Json;

constexpr std::string_view kStatistics[] = {"Average", "Maximum", "Minimum", "SampleCount", "Sum"};

// A number, or a list of up to 100.
std::optional<Statistics> statistics_of(const Json* value) {
  if (!value) return std::nullopt;
  if (value->is_number()) return Statistics::of(value->as_double());
  if (!value->is_array() || value->empty()) return std::nullopt;
  Statistics all;
  for (const Json& one : value->elements()) {
    if (!one.is_number()) return std::nullopt;
    all.add(Statistics::of(one.as_double()));
  }
  return all;
}

// The dimensions of these names, whose values are members of the line; nothing where one is no text.
std::optional<Dimensions> dimensions_of(const Json& names, const Json& line) {
  Dimensions dimensions;
  if (!names.is_array()) return std::nullopt;
  for (const Json& name : names.elements()) {
    const Json* value = name.is_string() ? line.find(name.as_string()) : nullptr;
    if (!value || !value->is_string()) return std::nullopt;
    dimensions.emplace_back(name.as_string(), value->as_string());
  }
  std::ranges::sort(dimensions);
  return dimensions;
}

std::span<const Json> elements_of(const Json* list) {
  return list && list->is_array() ? list->elements() : std::span<const Json>();
}

// One element of "CloudWatchMetrics": each of its metrics under each of its sets of dimensions.
void read_directive(const Json& directive, const Json& line, const Sample& common, std::vector<Sample>& into) {
  for (const Json& definition : elements_of(directive.find("Metrics"))) {
    const std::string name = definition.text("Name");
    const auto values = statistics_of(line.find(name));
    if (name.empty() || !values) continue;
    for (const Json& names : elements_of(directive.find("Dimensions"))) {
      auto dimensions = dimensions_of(names, line);
      if (!dimensions) continue;
      Sample sample = common;
      sample.id.name_space = directive.text("Namespace");
      sample.id.name = name;
      sample.id.dimensions = std::move(*dimensions);
      sample.values = *values;
      sample.unit = definition.text("Unit", "None");
      into.push_back(std::move(sample));
    }
  }
}

}  // namespace metric_detail

using namespace metric_detail;

void Statistics::add(const Statistics& more) {
  minimum = count == 0 ? more.minimum : std::min(minimum, more.minimum);
  maximum = count == 0 ? more.maximum : std::max(maximum, more.maximum);
  count += more.count;
  sum += more.sum;
}

double Statistics::get(std::string_view statistic) const {
  if (statistic == "Average") return sum / count;
  if (statistic == "Maximum") return maximum;
  if (statistic == "Minimum") return minimum;
  if (statistic == "SampleCount") return count;
  CHECK(statistic == "Sum");
  return sum;
}

bool is_statistic(std::string_view name) { return std::ranges::find(kStatistics, name) != std::end(kStatistics); }

TimePoint begin_of_period(std::chrono::seconds period, TimePoint time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch();
  return TimePoint(seconds - seconds % period);
}

std::vector<Sample> parse_embedded_metrics(std::string_view line, const std::string& account,
                                           const std::string& region) {
  std::vector<Sample> samples;
  if (line.find("\"_aws\"") == std::string_view::npos) return samples;  // most lines: not worth parsing
  const auto json = Json::try_parse(line);
  const Json* about = json && json->is_object() ? json->find("_aws") : nullptr;
  const Json* time = about && about->is_object() ? about->find("Timestamp") : nullptr;
  if (!time || !time->is_integer()) return samples;
  const Sample common{.id = MetricId{.account = account, .region = region},
                      .time = base::from_epoch_millis(time->as_int())};
  for (const Json& directive : elements_of(about->find("CloudWatchMetrics"))) {
    if (directive.is_object()) read_directive(directive, *json, common, samples);
  }
  return samples;
}

}  // namespace cloudwatch
