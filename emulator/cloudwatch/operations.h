#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "emulator/cloudwatch/cloud_watch.h"
#include "emulator/protocol/endpoint.h"
#include "emulator/protocol/operation.h"
#include "emulator/protocol/query.h"

// Everything this emulator speaks of CloudWatch. (Query protocol, 2010-08-01, and JSON 1.0, which clients of 2025
// speak)

namespace cloudwatch {

using protocol::Call;
using protocol::Fields;
using protocol::Operation;

extern const Operation<CloudWatch> delete_alarms, describe_alarms, disable_alarm_actions, enable_alarm_actions,
    get_metric_statistics, list_metrics, put_metric_alarm, put_metric_data, set_alarm_state;

inline constexpr const Operation<CloudWatch>* kOperations[] = {
    &delete_alarms, &describe_alarms,  &disable_alarm_actions, &enable_alarm_actions, &get_metric_statistics,
    &list_metrics,  &put_metric_alarm, &put_metric_data,       &set_alarm_state};

protocol::JsonProtocol protocol_of();
protocol::QueryProtocol query_protocol_of();

// What the operations share.

void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known);
TimePoint parse_time(const Fields& in, std::string_view field);  // ISO 8601, or seconds since 1970; throws invalid()
Dimensions parse_dimensions(const Fields& in);                   // the field Dimensions: [{Name, Value}]
base::Json describe(const Dimensions& dimensions);
// Whose account and region the call is for.
MetricId metric_of(const Call& call, std::string_view name_space, std::string_view name, Dimensions dimensions);

std::string alarm_arn(const Call& call, std::string_view name);
// The field AlarmNames, and the resources of whoever has such.
struct AlarmNames {
  std::vector<std::string> names = {};
  static AlarmNames from(const Fields& in);
};
std::vector<std::string> alarms_named(const CloudWatch&, const AlarmNames& request, const Call& call);
// IAM's resource of the operations on metrics: they have none.
template <class Request>
std::string any_metric(const CloudWatch&, const Request&, const Call&) {
  return "*";
}

// One page of `items` of at most `most`; the token is how many came before it.
struct Page {
  std::size_t first = 0, last = 0;
  std::string next = {};
};
Page page_of(std::size_t items, std::string_view token, std::size_t most);  // throws invalid_token()

}  // namespace cloudwatch
