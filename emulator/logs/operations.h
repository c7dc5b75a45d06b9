#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "emulator/logs/log_groups.h"
#include "emulator/protocol/endpoint.h"
#include "emulator/protocol/operation.h"

// Everything this emulator speaks of CloudWatch Logs (JSON 1.1).

namespace logs {

using protocol::Call;
using protocol::Fields;
using protocol::Operation;

extern const Operation<LogGroups> create_log_group, create_log_stream, delete_log_group, delete_retention_policy,
    describe_log_groups, describe_log_streams, filter_log_events, get_log_events, put_log_events, put_retention_policy;

inline constexpr const Operation<LogGroups>* kOperations[] = {
    &create_log_group,     &create_log_stream, &delete_log_group, &delete_retention_policy, &describe_log_groups,
    &describe_log_streams, &filter_log_events, &get_log_events,   &put_log_events,          &put_retention_policy};

// What the operations share.
std::string group_arn(const Call& call, std::string_view group);
void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known);  // throws invalid_parameter()
std::int64_t checked_limit(const Fields& in, std::int64_t otherwise, std::int64_t most);

protocol::JsonProtocol protocol_of();

}  // namespace logs
