#include "emulator/cloudwatch/operations.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "emulator/cloudwatch/errors.h"

namespace cloudwatch {
namespace operations_detail {

using protocol::QueryShape;
using Kind = QueryShape::Kind;

constexpr QueryShape kShapes[] = {
    {.member = "AlarmNames"},
    {.member = "MetricAlarms"},
    {.member = "CompositeAlarms"},
    {.member = "AlarmTypes"},
    {.member = "OKActions"},
    {.member = "AlarmActions"},
    {.member = "Dimensions"},
    {.member = "MetricData"},
    {.member = "InsufficientDataActions"},
    {.member = "Values"},
    {.member = "Counts"},
    {.member = "Statistics"},
    {.member = "Datapoints"},
    {.member = "Metrics"},
    {.member = "Timestamp", .kind = Kind::kTimestamp},
    {.member = "AlarmConfigurationUpdatedTimestamp", .kind = Kind::kTimestamp},
    {.member = "StateUpdatedTimestamp", .kind = Kind::kTimestamp},
    {.member = "StateTransitionedTimestamp", .kind = Kind::kTimestamp},
};

}  // namespace operations_detail

using namespace operations_detail;

protocol::JsonProtocol protocol_of() {
  return {.service = "monitoring",
          .target_prefix = "GraniteServiceVersion20100801",
          .content_type = "application/x-amz-json-1.0",
          .error_namespace = "com.amazonaws.cloudwatch.v2010_08_01#",
          .faults = &kFieldFaults};
}

protocol::QueryProtocol query_protocol_of() {
  return {.service = "monitoring",
          .version = "2010-08-01",
          .xml_namespace = "http://monitoring.amazonaws.com/doc/2010-08-01/",
          .faults = &kFieldFaults,
          .shapes = kShapes};
}

void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known) {
  const auto unknown = in.unknown(known);
  if (!unknown.empty()) throw not_supported(fmt::format("The parameter {}", fmt::join(unknown, ", ")));
}

TimePoint parse_time(const Fields& in, std::string_view field) {
  if (in.get(field).is_number()) return base::from_epoch_seconds(in.number(field));
  const std::string text = in.string(field);
  const auto time = base::parse_iso8601(text);
  if (!time) throw invalid(fmt::format("{} is no time: {}", in.path_of(field), text));
  return *time;
}

Dimensions parse_dimensions(const Fields& in) {
  Dimensions dimensions;
  in.each("Dimensions", [&](const Fields& one) {
    refuse_unknown(one, {"Name", "Value"});
    dimensions.emplace_back(one.string("Name"), one.string("Value"));
  });
  std::ranges::sort(dimensions);
  if (dimensions.size() > 30) throw invalid("a metric has at most 30 dimensions");
  return dimensions;
}

base::Json describe(const Dimensions& dimensions) {
  base::Json list = base::Json::array();
  for (const auto& [name, value] : dimensions) list.push_back({{"Name", name}, {"Value", value}});
  return list;
}

MetricId metric_of(const Call& call, std::string_view name_space, std::string_view name, Dimensions dimensions) {
  return {.account = call.account,
          .region = call.region,
          .name_space = std::string(name_space),
          .name = std::string(name),
          .dimensions = std::move(dimensions)};
}

std::string alarm_arn(const Call& call, std::string_view name) {
  return protocol::make_arn("cloudwatch", call, fmt::format("alarm:{}", name));
}

AlarmNames AlarmNames::from(const Fields& in) {
  refuse_unknown(in, {"AlarmNames"});
  AlarmNames request{.names = in.strings("AlarmNames")};
  if (request.names.empty()) throw missing_field("AlarmNames");
  if (request.names.size() > 100) throw invalid("at most 100 alarms can be named at once");
  return request;
}

std::vector<std::string> alarms_named(const CloudWatch&, const AlarmNames& request, const Call& call) {
  std::vector<std::string> arns;
  for (const std::string& name : request.names) arns.push_back(alarm_arn(call, name));
  return arns;
}

Page page_of(std::size_t items, std::string_view token, std::size_t most) {
  Page page;
  if (!token.empty()) {
    const auto first = base::parse_int(token);
    if (!first || *first < 0) throw invalid_token();
    page.first = std::min(static_cast<std::size_t>(*first), items);
  }
  page.last = std::min(items, page.first + most);
  if (page.last < items) page.next = std::to_string(page.last);
  return page;
}

}  // namespace cloudwatch
