#include "emulator/boot.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "base/digest.h"
#include "base/text.h"
#include "emulator/boot_alarms.h"
#include "emulator/boot_events.h"
#include "emulator/boot_http.h"
#include "emulator/boot_resource.h"
#include "emulator/dynamodb/endpoint.h"
#include "emulator/protocol/fault.h"

namespace emulator {
namespace boot_detail {

// The handlers beside this binary come from the same build.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

using base::Json;

// The account's owner, who makes what the template says.
protocol::Call owner(const Parts& parts) {
  return {.account = parts.options.account,
          .region = parts.options.region,
          .request_id = "boot",
          .caller = fmt::format("arn:aws:iam::{}:root", parts.options.account),
          .endpoint = parts.endpoint,
          .now = parts.loop.now()};
}

void boot_roles(Parts& parts, const cfn::Stack& stack) {
  for (const cfn::Role& role : stack.roles) {
    iam::Policy policy;
    for (const cfn::Policy& part : role.policies) {
      for (const cfn::Statement& statement : part.statements) {
        policy.push_back({.effect = statement.allow ? iam::Statement::Effect::kAllow : iam::Statement::Effect::kDeny,
                          .id = statement.sid,
                          .actions = statement.actions,
                          .resources = statement.resources});
      }
    }
    parts.access.set_role(role.arn, std::move(policy));
  }
}

void boot_tables(Parts& parts, const cfn::Stack& stack) {
  for (const cfn::Table& table : stack.tables) {
    const protocol::Call call = owner(parts);
    if (parts.tables.find(call, table.name)) continue;
    const auto key_schema = [](const cfn::KeySchema& key) {
      Json schema = Json::array({{{"AttributeName", key.hash}, {"KeyType", "HASH"}}});
      if (!key.range.empty()) schema.push_back({{"AttributeName", key.range}, {"KeyType", "RANGE"}});
      return schema;
    };
    const auto throughput = [](const cfn::Throughput& t) {
      return Json{{"ReadCapacityUnits", t.read}, {"WriteCapacityUnits", t.write}};
    };
    Json request = {{"TableName", table.name},
                    {"KeySchema", key_schema(table.key)},
                    {"AttributeDefinitions", Json::array()},
                    {"BillingMode", table.pay_per_request ? "PAY_PER_REQUEST" : "PROVISIONED"}};
    for (const auto& [name, type] : table.attribute_types) {
      request["AttributeDefinitions"].push_back({{"AttributeName", name}, {"AttributeType", type}});
    }
    if (table.throughput) request.set("ProvisionedThroughput", throughput(*table.throughput));
    for (const cfn::Index& index : table.indexes) {
      Json made = {{"IndexName", index.name},
                   {"KeySchema", key_schema(index.key)},
                   {"Projection", Json{{"ProjectionType", index.projection}}}};
      for (const std::string& attribute : index.non_key_attributes) {
        (*made.find("Projection"))["NonKeyAttributes"].push_back(attribute);
      }
      if (index.throughput) made.set("ProvisionedThroughput", throughput(*index.throughput));
      request[index.global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes"].push_back(std::move(made));
    }
    if (table.deletion_protection) request.set("DeletionProtectionEnabled", true);
    for (const auto& [key, value] : table.tags) request["Tags"].push_back({{"Key", key}, {"Value", value}});
    dynamodb::call(parts.tables, "CreateTable", request, call);
    if (!table.ttl_attribute.empty()) {
      const Json ttl = {{"Enabled", true}, {"AttributeName", table.ttl_attribute}};
      dynamodb::call(parts.tables, "UpdateTimeToLive", {{"TableName", table.name}, {"TimeToLiveSpecification", ttl}},
                     call);
    }
  }
}

// The function's binary: the folder below --functions that its CodeUri ends in.
std::string code_directory(const Parts& parts, const cfn::Function& function) {
  namespace fs = std::filesystem;
  const std::string_view uri = function.code_uri;
  const std::string folder = fs::path(uri.ends_with('/') ? uri.substr(0, uri.size() - 1) : uri).filename().string();
  const fs::path directory = fs::absolute(fs::path(parts.options.functions) / folder).lexically_normal();
  if (::access((directory / "bootstrap").c_str(), X_OK) != 0) {
    throw std::runtime_error(
        fmt::format("function {}: there is no executable {}/bootstrap; build it, or say with --functions where "
                    "the functions' folders are",
                    function.name, directory.string()));
  }
  return directory.string();
}

void boot_functions(Parts& parts, const cfn::Stack& stack) {
  for (const cfn::Function& described : stack.functions) {
    lambda_service::Function function{.account = parts.options.account,
                                      .region = parts.options.region,
                                      .name = described.name,
                                      .arn = described.arn,
                                      .role = described.role_arn,
                                      .handler = described.handler,
                                      .description = described.description,
                                      .code_directory = code_directory(parts, described),
                                      .memory_mb = described.memory_mb,
                                      .limit_memory = !kSanitized,
                                      .timeout_seconds = int(described.timeout.count()),
                                      .ephemeral_storage_mb = described.ephemeral_storage_mb,
                                      .reserved_concurrency = described.reserved_concurrency,
                                      .log_group = described.log_group,
                                      .maximum_retry_attempts = described.async_invoke.maximum_retries,
                                      .dead_letter = described.dead_letter_arn};
    if (described.log_format != "Text")
      throw std::runtime_error("function " + described.name + ": LogFormat must be Text here");
    if (!described.async_invoke.on_failure_arn.empty() || !described.async_invoke.on_success_arn.empty()) {
      throw std::runtime_error("function " + described.name +
                               ": destinations of asynchronous invocations are not supported; use DeadLetterQueue");
    }
    for (const auto& [name, value] : described.environment) function.environment.emplace_back(name, value);
    for (const auto& [name, value] : described.tags) function.tags.emplace_back(name, value);
    function.code_size = std::filesystem::file_size(function.code_directory + "/bootstrap");
    parts.functions->ensure(std::move(function));
  }
}

void boot_state_machines(Parts& parts, const cfn::Stack& stack) {
  for (const cfn::StateMachine& described : stack.state_machines) {
    if (described.type != "STANDARD")
      throw std::runtime_error(described.name + ": only STANDARD state machines are supported");
    try {
      parts.machines.put({.account = parts.options.account,
                          .region = parts.options.region,
                          .name = described.name,
                          .definition = described.definition,
                          .role = described.role_arn,
                          .tags = described.tags});
    } catch (const protocol::Fault& fault) {
      throw std::runtime_error(fmt::format("{}:{}: state machine {}: {}", described.definition_file,
                                           described.definition_line, described.name, fault.message));
    }
  }
}

// The one policy of the template that names the target; null where none does.
const cfn::ResourcePolicy* find_policy(const std::vector<cfn::ResourcePolicy>& policies, const std::string& target,
                                       std::string_view whose, std::string_view type) {
  const cfn::ResourcePolicy* found = nullptr;
  for (const cfn::ResourcePolicy& policy : policies) {
    if (std::ranges::find(policy.targets, target) == policy.targets.end()) continue;
    if (found) throw std::runtime_error(fmt::format("{}: two {} name it", whose, type));
    found = &policy;
  }
  return found;
}

std::string text_of(const cfn::ResourcePolicy* policy) { return policy ? policy->policy.document.dump() : ""; }

void boot_queues_and_topics(Parts& parts, const cfn::Stack& stack) {
  for (const cfn::Queue& queue : stack.queues) {
    // Kept and shown: it only allows.
    const cfn::ResourcePolicy* policy =
        find_policy(stack.queue_policies, queue.url, "queue " + queue.name, "AWS::SQS::QueuePolicy");
    parts.queues.ensure({.name = queue.name,
                         .account = parts.options.account,
                         .region = parts.options.region,
                         .visibility_timeout = queue.visibility_timeout,
                         .retention = queue.retention,
                         .delay = queue.delay,
                         .receive_wait = queue.receive_wait,
                         .maximum_message_size = queue.maximum_message_size,
                         .dead_letter_arn = queue.dead_letter_arn,
                         .maximum_receives = queue.maximum_receives,
                         .redrive_allow = queue.redrive_allow,
                         .managed_sse = queue.managed_sse,
                         .kms_key = queue.kms_key,
                         .kms_reuse = queue.kms_reuse,
                         .policy = text_of(policy),
                         .fifo = queue.fifo,
                         .content_based_deduplication = queue.content_based_deduplication,
                         .deduplicates_by_group = queue.deduplicates_by_group,
                         .limited_by_group = queue.limited_by_group,
                         .tags = queue.tags});
  }
  for (const cfn::Topic& topic : stack.topics) {
    parts.topics.ensure({.name = topic.name,
                         .account = parts.options.account,
                         .region = parts.options.region,
                         .display_name = topic.display_name,
                         .tags = topic.tags});
  }
  for (const cfn::Subscription& subscription : stack.subscriptions) {
    parts.topics.ensure({.topic_arn = subscription.topic_arn,
                         .protocol = subscription.protocol,
                         .endpoint = subscription.endpoint,
                         .filter_policy = subscription.filter_policy,
                         .filter_policy_scope = subscription.filter_policy_scope,
                         .raw_message_delivery = subscription.raw_message_delivery,
                         .dead_letter_arn = subscription.dead_letter_arn});
  }
}

void check_policies_of_buckets(const cfn::Stack& stack) {
  for (const cfn::ResourcePolicy& policy : stack.bucket_policies) {
    for (const std::string& target : policy.targets) {
      if (std::ranges::find(stack.buckets, target, &cfn::Bucket::name) != stack.buckets.end()) continue;
      throw std::runtime_error(fmt::format("line {}: {}: there is no bucket {} in this template", policy.origin.line,
                                           policy.origin.logical_id, target));
    }
  }
}

void boot_buckets(Parts& parts, const cfn::Stack& stack) {
  check_policies_of_buckets(stack);
  for (const cfn::Bucket& described : stack.buckets) {
    if (described.versioning)
      throw std::runtime_error("bucket " + described.name + ": versioning is not supported yet");
    s3::BucketDescription bucket{.name = described.name,
                                 .account = parts.options.account,
                                 .region = parts.options.region,
                                 .tags = described.tags};
    bucket.event_bridge = described.event_bridge;
    const cfn::ResourcePolicy* policy =
        find_policy(stack.bucket_policies, described.name, "bucket " + described.name, "AWS::S3::BucketPolicy");
    bucket.policy = text_of(policy);
    for (const cfn::BucketNotification& n : described.notifications) {
      bucket.notifications.push_back(
          {.event = n.event, .target_arn = n.target_arn, .prefix = n.prefix, .suffix = n.suffix});
    }
    for (const cfn::LifecycleRule& rule : described.lifecycle) {
      bucket.lifecycle.push_back({.id = rule.id,
                                  .enabled = rule.enabled,
                                  .prefix = rule.prefix,
                                  .expiration_days = rule.expiration_days,
                                  .abort_multipart_days = rule.abort_multipart_days});
    }
    if (described.public_access_block) {
      const auto& block = *described.public_access_block;
      bucket.public_access_block = s3::PublicAccessBlock{.block_public_acls = block.block_public_acls,
                                                         .ignore_public_acls = block.ignore_public_acls,
                                                         .block_public_policy = block.block_public_policy,
                                                         .restrict_public_buckets = block.restrict_public_buckets};
    }
    boot_resource("bucket", bucket.name, (policy ? policy->origin : described.origin),
                  [&] { parts.buckets.ensure(bucket); });
  }
}

lambda_service::MessageFilter filter_of(const cfn::EventSource& source) {
  base::Json filters = base::Json::array();
  for (const std::string& pattern : source.filter_patterns) filters.push_back({{"Pattern", pattern}});
  lambda_service::MessageFilter filter;
  boot_resource("event source", source.source_arn, source.origin, [&] {
    filter = lambda_service::MessageFilter::parse({{"Filters", std::move(filters)}});
  });
  return filter;
}

void boot_event_sources(Parts& parts, const cfn::Stack& stack) {
  for (const cfn::EventSource& source : stack.event_sources) {
    const cfn::Function* function = stack.find_function(source.function);
    parts.event_sources->ensure({.queue_arn = source.source_arn,
                                 .function_arn = function ? function->arn : source.function,
                                 .batch_size = source.batch_size,
                                 .batching_window = source.batching_window,
                                 .report_batch_item_failures = source.report_batch_item_failures,
                                 .maximum_concurrency = source.maximum_concurrency,
                                 .filter = filter_of(source),
                                 .enabled = source.enabled});
  }
  parts.event_sources->start();
}

}  // namespace boot_detail

using namespace boot_detail;

void boot_stack(Parts& parts, const cfn::Stack& stack) {
  for (const cfn::LogGroup& group : stack.log_groups) {
    parts.log_groups.ensure(parts.options.account, parts.options.region, group.name, group.retention_days);
  }
  boot_roles(parts, stack);
  boot_queues_and_topics(parts, stack);
  boot_tables(parts, stack);
  boot_functions(parts, stack);
  boot_state_machines(parts, stack);
  boot_buckets(parts, stack);
  boot_event_sources(parts, stack);
  boot_events(parts, stack, owner(parts));
  boot_alarms(parts, stack);
  boot_http(parts, stack);
}

}  // namespace emulator
