#include "emulator/cloudwatch/errors.h"
#include "emulator/cloudwatch/operations.h"

namespace cloudwatch {
namespace put_metric_data_operation {

struct Datum {
  std::string name = {};
  Dimensions dimensions = {};
  std::optional<TimePoint> time = {};
  Statistics values = {};
  std::string unit = {};
};

Statistics parse_set(const Fields& in) {
  refuse_unknown(in, {"SampleCount", "Sum", "Minimum", "Maximum"});
  return {in.number("SampleCount"), in.number("Sum"), in.number("Minimum"), in.number("Maximum")};
}

Statistics parse_list(const Fields& in) {
  const auto values = in.numbers("Values"), counts = in.numbers("Counts");
  if (!counts.empty() && counts.size() != values.size()) {
    throw invalid_combination("Values and Counts must be lists of the same length");
  }
  Statistics all;
  for (std::size_t i = 0; i < values.size(); ++i) all.add(Statistics::of(values[i], counts.empty() ? 1 : counts[i]));
  return all;
}

Statistics parse_values(const Fields& in) {
  if (in.has("Value") + in.has("StatisticValues") + in.has("Values") != 1) {
    throw invalid_combination(in.path_of("MetricName") + ": one of Value, Values and StatisticValues is needed");
  }
  if (in.has("Value")) return Statistics::of(in.number("Value"));
  if (in.has("Values")) return parse_list(in);
  return parse_set(in.fields("StatisticValues"));
}

struct Request {
  std::string name_space = {};
  std::vector<Datum> data = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Namespace", "MetricData"});
    Request request{.name_space = in.string("Namespace")};
    if (request.name_space.starts_with("AWS/")) throw invalid("a Namespace that begins with AWS/ is AWS's own");
    in.each("MetricData", [&](const Fields& one) {
      refuse_unknown(one, {"MetricName", "Dimensions", "Timestamp", "Value", "Values", "Counts", "StatisticValues",
                           "Unit", "StorageResolution"});
      if (one.integer_or("StorageResolution", 60) != 60) throw not_supported("a StorageResolution other than 60");
      request.data.push_back({.name = one.string("MetricName"),
                              .dimensions = parse_dimensions(one),
                              .time = one.has("Timestamp") ? std::optional(parse_time(one, "Timestamp")) : std::nullopt,
                              .values = parse_values(one),
                              .unit = one.string_or("Unit", "None")});
    });
    if (request.data.empty()) throw missing_field("MetricData");
    if (request.data.size() > 1000) throw invalid("MetricData must have at most 1,000 elements");
    return request;
  }
};

// All of them or none.
void run(CloudWatch& cloud_watch, const Request& request, const Call& call) {
  const TimePoint now = cloud_watch.loop.now();
  for (const Datum& datum : request.data) {
    if (datum.time && (*datum.time < now - std::chrono::days(14) || *datum.time > now + std::chrono::hours(2))) {
      throw invalid("a Timestamp must not be older than two weeks, nor more than two hours ahead");
    }
  }
  for (const Datum& datum : request.data) {
    cloud_watch.metrics.put({.id = metric_of(call, request.name_space, datum.name, datum.dimensions),
                             .time = datum.time.value_or(now),
                             .values = datum.values,
                             .unit = datum.unit});
  }
}

}  // namespace put_metric_data_operation

constinit const Operation<CloudWatch> put_metric_data =
    protocol::operation<&put_metric_data_operation::run, &any_metric<put_metric_data_operation::Request>>(
        "cloudwatch:PutMetricData");

}  // namespace cloudwatch
