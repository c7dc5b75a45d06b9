#include <algorithm>

#include "emulator/cloudwatch/errors.h"
#include "emulator/cloudwatch/operations.h"

namespace cloudwatch {
namespace get_metric_statistics_operation {

using base::Json;

struct Request {
  std::string name_space = {}, name = {}, unit = {};
  Dimensions dimensions = {};
  TimePoint start = {}, end = {};
  std::chrono::seconds period{60};
  std::vector<std::string> statistics = {};
  static Request from(const Fields& in) {
    constexpr int kMostDatapoints = 1440;
    refuse_unknown(in,
                   {"Namespace", "MetricName", "Dimensions", "StartTime", "EndTime", "Period", "Statistics", "Unit"});
    Request request{.name_space = in.string("Namespace"),
                    .name = in.string("MetricName"),
                    .unit = in.string_or("Unit", ""),
                    .dimensions = parse_dimensions(in),
                    .start = parse_time(in, "StartTime"),
                    .end = parse_time(in, "EndTime"),
                    .period = std::chrono::seconds(in.integer("Period")),
                    .statistics = in.strings("Statistics")};
    if (request.start >= request.end) throw invalid_combination("StartTime must be before EndTime");
    if (request.period.count() < 60 || request.period.count() % 60 != 0) {
      throw invalid("Period must be a multiple of 60");
    }
    if (request.statistics.empty()) throw missing_field("Statistics");
    if (!std::ranges::all_of(request.statistics, is_statistic)) throw invalid("Statistics names one that there is not");
    if ((request.end - request.start) / request.period > kMostDatapoints) {
      throw invalid_combination("more than 1,440 datapoints are asked for: take a longer Period or a shorter time");
    }
    return request;
  }
};

Json run(CloudWatch& cloud_watch, const Request& request, const Call& call) {
  const MetricId id = metric_of(call, request.name_space, request.name, request.dimensions);
  const std::string unit = cloud_watch.metrics.unit_of(id);
  Json list = Json::array();
  // A period that is not over has what it has by now.
  for (TimePoint start = begin_of_period(request.period, request.start); start < request.end; start += request.period) {
    const auto found = cloud_watch.metrics.find(id, start, start + request.period);
    if (!found || (!request.unit.empty() && request.unit != unit)) continue;
    Json point{{"Timestamp", base::to_epoch_seconds(start)}};
    for (const std::string& statistic : request.statistics) point.set(statistic, found->get(statistic));
    list.push_back(point.set("Unit", unit));
  }
  return {{"Label", request.name}, {"Datapoints", std::move(list)}};
}

}  // namespace get_metric_statistics_operation

constinit const Operation<CloudWatch> get_metric_statistics =
    protocol::operation<&get_metric_statistics_operation::run, &any_metric<get_metric_statistics_operation::Request>>(
        "cloudwatch:GetMetricStatistics");

}  // namespace cloudwatch
