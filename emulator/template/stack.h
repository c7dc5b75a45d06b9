#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "emulator/template/http_api.h"
#include "emulator/template/origin.h"

// Stack: what a template describes, in plain values. Every list is in the order of creation (what a resource refers to
// comes before it); names, ARNs and URLs are final.

namespace cfn {

using std::chrono::seconds;

struct Statement {
  std::string sid = {};
  bool allow = true;
  std::vector<std::string> actions = {};
  std::vector<std::string> resources = {};  // empty in a role's trust policy
  base::Json principal = {};                // null but in resource and trust policies
  base::Json condition = {};                // null where there is none
  int line = 0;
};

struct Policy {
  std::string name = {};
  std::vector<Statement> statements = {};
  base::Json document = {};  // the same as it was written, to show it
};

struct Role {
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::string path = "/";
  std::string description = {};
  Policy trust = {};
  std::vector<Policy> policies = {};
  std::vector<std::string> managed_policy_arns = {};
  Tags tags = {};
};

struct AsyncInvoke {  // AWS's defaults
  int maximum_retries = 2;
  seconds maximum_event_age = std::chrono::hours(6);
  std::string on_success_arn = {};
  std::string on_failure_arn = {};
};

struct Function {
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::string description = {};
  std::string code_uri = {};  // as it was written, relative to the template
  std::string handler = {};
  std::string runtime = {};  // provided.al2023
  std::string architecture = {};
  int memory_mb = 128;
  int ephemeral_storage_mb = 512;
  seconds timeout{3};
  std::optional<int> reserved_concurrency = {};
  std::map<std::string, std::string> environment = {};
  std::string role_arn = {};
  std::string log_group = {};
  std::string log_format = "Text";
  std::string dead_letter_arn = {};
  AsyncInvoke async_invoke = {};
  Tags tags = {};
};

// A queue whose messages a function is given.
struct EventSource {
  Origin origin = {};
  std::string function = {};  // name or ARN
  std::string source_arn = {};
  int batch_size = 10;
  seconds batching_window{0};
  bool enabled = true;
  bool report_batch_item_failures = false;
  std::optional<int> maximum_concurrency = {};
  std::vector<std::string> filter_patterns = {};
};

struct EventBus {
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::string description = {};
  std::string dead_letter_arn = {};
  base::Json policy = {};  // null where there is none
  Tags tags = {};
};

struct EventTarget {
  std::string id = {};
  std::string arn = {};
  base::Json settings = {};  // as PutTargets takes them
};

// Of a bus: which events, or at what times, go where.
struct EventRule {
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::string bus = {};  // name or ARN; empty: the default one
  std::string description = {};
  std::string pattern = {};   // JSON text; empty where there is none
  std::string schedule = {};  // rate(...) or cron(...); empty where there is none
  bool enabled = true;
  std::string role_arn = {};
  std::vector<EventTarget> targets = {};
  Tags tags = {};
};

struct EventArchive {
  Origin origin = {};
  std::string name = {};
  std::string bus_arn = {};
  std::string description = {};
  std::string pattern = {};  // JSON text; empty: every event
  int retention_days = 0;    // 0: for ever
};

// An alarm on one statistic of one metric.
struct Alarm {
  Origin origin = {};
  std::string name = {};
  std::string description = {};
  bool actions_enabled = true;
  std::vector<std::string> ok_actions = {}, alarm_actions = {}, insufficient_data_actions = {};
  std::string metric_namespace = {}, metric = {};
  std::vector<std::pair<std::string, std::string>> dimensions = {};
  std::string statistic = {};
  std::chrono::seconds period = {};
  int evaluation_periods = 0;
  int datapoints_to_alarm = 0;
  double threshold = 0;
  std::string comparison = {};
  std::string missing_data = {};
};

struct EventBusPolicy {
  Origin origin = {};
  std::string bus = {};  // name or ARN; empty: the default one
  base::Json statement = {};
};

// Who may invoke a function, besides roles.
struct Permission {
  Origin origin = {};
  std::string function = {};  // name or ARN
  std::string action = {};
  std::string principal = {};
  std::string source_arn = {};
  std::string source_account = {};
  std::string function_url_auth_type = {};
};

struct BucketNotification {
  std::string event = {};       // s3:ObjectCreated:*
  std::string target_arn = {};  // of a function, queue or topic
  std::string prefix = {};
  std::string suffix = {};
};

struct LifecycleRule {
  std::string id = {};
  bool enabled = true;
  std::string prefix = {};
  std::optional<int> expiration_days = {};
  std::optional<int> noncurrent_days = {};
  std::optional<int> abort_multipart_days = {};
};

struct PublicAccessBlock {
  bool block_public_acls = false;
  bool ignore_public_acls = false;
  bool block_public_policy = false;
  bool restrict_public_buckets = false;
};

struct Bucket {
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::string encryption = "AES256";  // AWS's default since 2023
  bool versioning = false;
  std::vector<BucketNotification> notifications = {};
  bool event_bridge = false;  // EventBridge hears of every change, too
  std::vector<LifecycleRule> lifecycle = {};
  std::optional<PublicAccessBlock> public_access_block = {};
  Tags tags = {};
};

struct Queue {
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::string url = {};
  bool fifo = false;
  bool content_based_deduplication = false;
  bool deduplicates_by_group = false;  // DeduplicationScope: messageGroup
  bool limited_by_group = false;       // FifoThroughputLimit: perMessageGroupId
  bool managed_sse = true;
  std::string kms_key = {};
  seconds kms_reuse{300};
  std::string redrive_allow = {};  // RedriveAllowPolicy as JSON text
  seconds visibility_timeout{30};
  seconds retention = std::chrono::days(4);
  seconds delay{0};
  seconds receive_wait{0};
  int maximum_message_size = 1024 * 1024;
  std::string dead_letter_arn = {};
  int maximum_receives = 0;
  Tags tags = {};
};

struct Topic {
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::string display_name = {};
  Tags tags = {};
};

struct Subscription {
  Origin origin = {};
  std::string topic_arn = {};
  std::string protocol = {};
  std::string endpoint = {};
  base::Json filter_policy = {};  // null where there is none
  std::string filter_policy_scope = "MessageAttributes";
  bool raw_message_delivery = false;
  std::string dead_letter_arn = {};
};

struct KeySchema {
  std::string hash = {};
  std::string range = {};  // empty where there is none
};

struct Throughput {
  std::int64_t read = 0;
  std::int64_t write = 0;
};

struct Index {
  std::string name = {};
  bool global = true;
  KeySchema key = {};
  std::string projection = "ALL";
  std::vector<std::string> non_key_attributes = {};
  std::optional<Throughput> throughput = {};
};

struct Table {
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::map<std::string, std::string> attribute_types = {};  // key attribute → S, N or B
  KeySchema key = {};
  std::vector<Index> indexes = {};
  bool pay_per_request = false;
  std::optional<Throughput> throughput = {};
  std::string ttl_attribute = {};
  bool sse = false;
  bool point_in_time_recovery = false;
  bool deletion_protection = false;
  Tags tags = {};
};

struct StateMachine {
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::string type = "STANDARD";
  std::string definition = {};       // JSON text, its substitutions made
  std::string definition_file = {};  // where it comes from, for messages; the template itself where it is inline
  int definition_line = 1;           // the line in that file where the text starts
  std::string role_arn = {};
  Tags tags = {};
};

struct LogGroup {
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::optional<int> retention_days = {};
  Tags tags = {};
};

// A policy that belongs to queues, topics or a bucket.
struct ResourcePolicy {
  Origin origin = {};
  std::vector<std::string> targets = {};  // queue URLs, topic ARNs, a bucket's name
  Policy policy = {};
};

struct Output {
  std::string name = {};
  std::string description = {};
  std::string value = {};
};

struct Stack {
  std::string name = {};
  std::string description = {};
  std::vector<LogGroup> log_groups = {};
  std::vector<Role> roles = {};
  std::vector<Queue> queues = {};
  std::vector<Topic> topics = {};
  std::vector<Table> tables = {};
  std::vector<Function> functions = {};
  std::vector<StateMachine> state_machines = {};
  std::vector<Permission> permissions = {};
  std::vector<Bucket> buckets = {};
  std::vector<Subscription> subscriptions = {};
  std::vector<ResourcePolicy> queue_policies = {};
  std::vector<ResourcePolicy> topic_policies = {};
  std::vector<ResourcePolicy> bucket_policies = {};
  std::vector<HttpApi> http_apis = {};
  std::vector<FunctionUrl> function_urls = {};
  std::vector<EventSource> event_sources = {};
  std::vector<EventBus> event_buses = {};
  std::vector<EventBusPolicy> event_bus_policies = {};
  std::vector<EventArchive> event_archives = {};
  std::vector<EventRule> event_rules = {};
  std::vector<Alarm> alarms = {};
  std::vector<Output> outputs = {};
  std::vector<std::string> creation_order = {};  // logical ids of all resources

  const Role* find_role(std::string_view arn) const;
  const Function* find_function(std::string_view name_or_arn) const;
  const Output* find_output(std::string_view output) const;
};

}  // namespace cfn
