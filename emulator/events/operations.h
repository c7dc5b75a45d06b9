#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "emulator/events/event_bridge.h"
#include "emulator/protocol/endpoint.h"
#include "emulator/protocol/operation.h"

// Everything this emulator speaks of EventBridge (JSON 1.1, AWSEvents).

namespace events {

using protocol::Call;
using protocol::Fields;
using protocol::Operation;

extern const Operation<EventBridge> cancel_replay, create_archive, create_event_bus, delete_archive, delete_event_bus,
    delete_rule, describe_archive, describe_event_bus, describe_replay, describe_rule, disable_rule, enable_rule,
    list_archives, list_event_buses, list_replays, list_rule_names_by_target, list_rules, list_tags_for_resource,
    list_targets_by_rule, put_events, put_permission, put_rule, put_targets, remove_permission, remove_targets,
    start_replay, tag_resource, test_event_pattern, untag_resource, update_archive, update_event_bus;

inline constexpr const Operation<EventBridge>* kOperations[] = {&cancel_replay,        &create_archive,
                                                                &create_event_bus,     &delete_archive,
                                                                &delete_event_bus,     &delete_rule,
                                                                &describe_archive,     &describe_event_bus,
                                                                &describe_replay,      &describe_rule,
                                                                &disable_rule,         &enable_rule,
                                                                &list_archives,        &list_event_buses,
                                                                &list_replays,         &list_rule_names_by_target,
                                                                &list_rules,           &list_tags_for_resource,
                                                                &list_targets_by_rule, &put_events,
                                                                &put_permission,       &put_rule,
                                                                &put_targets,          &remove_permission,
                                                                &remove_targets,       &start_replay,
                                                                &tag_resource,         &test_event_pattern,
                                                                &untag_resource,       &update_archive,
                                                                &update_event_bus};

protocol::JsonProtocol protocol_of();

// --- what the operations share ---

void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known);  // throws not_supported()
Tags parse_tags(const Fields& in, std::string_view field = "Tags");

// As the lists show them, and the descriptions with more.
base::Json describe(const Bus& bus);
base::Json describe(const Rule& rule);

base::Json describe(const EventBridge& service, const Archive& archive);
base::Json describe(const Replay& replay);
base::Json made(const Archive& archive);  // what the calls that make or change one answer

const Archive& get_archive(EventBridge& service, const Call& call,
                           const std::string& name);  // throws archive_not_found()
const Replay& get_replay(EventBridge& service, const Call& call, const std::string& name);  // throws replay_not_found()
std::optional<int> retention_of(const Fields& in);                                          // the field RetentionDays

// The tags of a bus or a rule. Throw what says that it does not exist.
const Tags& tags_of(EventBridge& service, const Call& call, const std::string& arn);
void change_tags(EventBridge& service, const Call& call, const std::string& arn,
                 const std::function<void(Tags&)>& change);

// Limit and NextToken of the lists. The token is the index of the next page's first element.
struct Page {
  std::size_t limit = 100;
  std::size_t first = 0;
  static Page from(const Fields& in);
  base::Json cut(std::string_view name, const base::Json& all) const;
};

// What the operations on one archive or one replay are asked, and nothing else.
struct ArchiveRequest {
  std::string archive = {};
  static ArchiveRequest from(const Fields& in);
};
struct ReplayRequest {
  std::string replay = {};
  static ReplayRequest from(const Fields& in);
};
// What ListArchives and ListReplays choose by; `source` is an archive's bus and a replay's archive. Empty: all.
struct ListRequest {
  std::string prefix = {}, source = {}, state = {};
  Page page = {};
  static ListRequest from(const Fields& in);
};

// The rule that a request names: fields Rule or Name, and EventBusName.
struct RuleName {
  std::string name = {};
  std::string bus = {};  // name or ARN; empty: the default one
  static RuleName from(const Fields& in, std::string_view field);
  std::string arn(const Call& call) const;
  const Rule& get(EventBridge& service, const Call& call) const;  // throws bus_not_found(), rule_not_found()
};

// What DescribeRule, EnableRule and DisableRule are asked: one rule, and nothing else.
struct RuleRequest {
  RuleName rule = {};
  static RuleRequest from(const Fields& in);
};
// EnableRule and DisableRule: "ENABLED", "DISABLED".
void set_state(EventBridge& service, const RuleRequest& request, const Call& call, std::string_view state);
// IAM's resource of an operation on one rule: any request that has a `rule`.
template <class Request>
std::string rule_resource(const EventBridge&, const Request& request, const Call& call) {
  return request.rule.arn(call);
}
// … and on one bus: any request that has a `bus`.
template <class Request>
std::string bus_resource(const EventBridge&, const Request& request, const Call& call) {
  return bus_arn(call, request.bus);
}
// … on an archive or a replay.
template <class Request>
std::string archive_resource(const EventBridge&, const Request& request, const Call& call) {
  return protocol::make_arn("events", call, "archive/" + request.archive);
}
template <class Request>
std::string replay_resource(const EventBridge&, const Request& request, const Call& call) {
  return protocol::make_arn("events", call, "replay/" + request.replay);
}
// … and on none in particular.
template <class Request>
std::string any_resource(const EventBridge&, const Request&, const Call&) {
  return "*";
}

}  // namespace events
