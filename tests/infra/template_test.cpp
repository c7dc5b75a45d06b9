// infra/template.yaml as the emulator reads it: what the requirement promises of names, sizes and permissions.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "infra/template_facts.h"

namespace cfn {
namespace {

using namespace template_facts;

TEST(OrderAnalyticsTemplate, LoadsWithoutProblems) {
  EXPECT_TRUE(loaded().ok());
  for (const Problem& problem : loaded().problems) ADD_FAILURE() << to_string(problem);
}

// E103
TEST(OrderAnalyticsTemplate, EveryFunctionHasItsOwnFolder) {
  EXPECT_GE(stack().functions.size(), 4u);
  for (const Function& f : stack().functions) EXPECT_EQ(f.code_uri, "../functions/" + f.name + "/");
}

// E083 E084 E085
TEST(OrderAnalyticsTemplate, LogGroupsHaveTheDocumentedNames) {
  const std::map<std::string, std::string> groups = {{"validate", "/aws/ecs/validation-task"},
                                                     {"transform", "/aws/ecs/transformation-task"},
                                                     {"aggregate", "/aws/lambda/file-aggregator"},
                                                     {"lock", "/aws/lambda/lock"}};
  for (const auto& [name, group] : groups) {
    EXPECT_EQ(function(name).log_group, group);
    EXPECT_TRUE(std::ranges::any_of(stack().log_groups, [&](const LogGroup& g) { return g.name == group; })) << group;
  }
}

// E104 E105
TEST(OrderAnalyticsTemplate, ValidateAndTransformHaveTheMemoryOfTheirContainers) {
  for (const auto& [name, memory] : {std::pair{"validate", 2048}, {"transform", 4096}}) {
    EXPECT_EQ(function(name).memory_mb, memory);
    EXPECT_EQ(function(name).timeout, seconds(900));
    EXPECT_EQ(function(name).ephemeral_storage_mb, 10240);
  }
}

// E028 E050 E054 E071 E106
TEST(OrderAnalyticsTemplate, TablesHaveTheirKeysAndAreOnDemand) {
  std::map<std::string, std::string> keys;
  for (const Table& table : stack().tables) {
    EXPECT_TRUE(table.pay_per_request) << table.name;
    keys[table.name] = table.key.hash + "," + table.key.range;
  }
  const std::map<std::string, std::string> expected = {{"ProcessingLockTable", "LockId,"},
                                                       {"FileSets", "key,etag"},
                                                       {"CategoryKPIs", "category,order_date"},
                                                       {"OrderKPIs", "order_date,"}};
  for (const auto& [name, key] : expected) EXPECT_EQ(keys[name], key) << name;
}

// E002 E012 E013 E014
TEST(OrderAnalyticsTemplate, EveryIncomingKindInvokesAggregate) {
  std::set<std::string> prefixes;
  for (const Bucket& bucket : stack().buckets) {
    for (const BucketNotification& notification : bucket.notifications) {
      EXPECT_EQ(bucket.name, "ecommerce-data-bucket");
      EXPECT_EQ(notification.event, "s3:ObjectCreated:*");
      EXPECT_EQ(notification.target_arn, function("aggregate").arn);
      EXPECT_EQ(notification.suffix, "");
      prefixes.insert(notification.prefix);
    }
  }
  EXPECT_EQ(prefixes, (std::set<std::string>{"orders/", "order_items/", "products"}));
  const auto allowed = std::ranges::count_if(stack().permissions, [&](const Permission& permission) {
    return permission.principal == "s3.amazonaws.com" && permission.source_account == "000000000000" &&
           permission.function == "aggregate";
  });
  EXPECT_EQ(allowed, 3);
}

// E065 E066 E115 E118
TEST(OrderAnalyticsTemplate, BucketsAreEncryptedClosedAndTidyThemselves) {
  for (const Bucket& bucket : stack().buckets) {
    EXPECT_EQ(bucket.encryption, "AES256");
    ASSERT_TRUE(bucket.public_access_block);
    EXPECT_TRUE(bucket.public_access_block->block_public_acls && bucket.public_access_block->ignore_public_acls &&
                bucket.public_access_block->block_public_policy && bucket.public_access_block->restrict_public_buckets);
    EXPECT_TRUE(bucket.origin.retain);
    std::map<std::string, int> days;
    for (const LifecycleRule& rule : bucket.lifecycle) {
      EXPECT_TRUE(rule.enabled);
      if (rule.expiration_days) days[rule.prefix] = *rule.expiration_days;
      EXPECT_NE(bucket.name, "vendor-events-bucket") << "raw payloads are kept for ever";
      // What has not been processed must never expire.
      const bool is_archive = bucket.name == "ecommerce-archive-bucket";
      EXPECT_TRUE(is_archive || !rule.prefix.empty() || !rule.expiration_days) << rule.id;
      for (const std::string kept : {"orders/", "order_items/", "products", "state/"}) {
        EXPECT_FALSE(!rule.prefix.empty() && (kept.starts_with(rule.prefix) || rule.prefix.starts_with(kept)));
      }
    }
    if (bucket.name == "ecommerce-archive-bucket") {
      EXPECT_EQ(days, (std::map<std::string, int>{{"", 365}}));
    } else if (bucket.name == "ecommerce-data-bucket") {
      EXPECT_EQ(days, (std::map<std::string, int>{
                          {"processing/", 7}, {"quarantine/", 90}, {"failed/", 90}, {"reports/", 365}}));
    }
  }
}

// E112: of the services that the task role of the requirement names, validate and transform need S3 and DynamoDB. They
// answer the state machine by returning, so they need nothing of Step Functions.
TEST(OrderAnalyticsTemplate, StagesMayUseS3AndDynamoDb) {
  for (const std::string name : {"validate", "transform"}) {
    EXPECT_EQ(services(role_of(function(name).role_arn)), (std::set<std::string>{"s3", "dynamodb", "logs"})) << name;
  }
  EXPECT_EQ(services(role_of(function("lock").role_arn)), (std::set<std::string>{"dynamodb", "logs"}));
}

// E113
TEST(OrderAnalyticsTemplate, AggregateMayUseS3AndStartTheStateMachine) {
  const Role& role = role_of(function("aggregate").role_arn);
  EXPECT_EQ(services(role), (std::set<std::string>{"s3", "dynamodb", "states", "sqs", "logs"}));
  ASSERT_EQ(stack().state_machines.size(), 1u);
  EXPECT_TRUE(may(role, "states:StartExecution", stack().state_machines[0].arn));
  EXPECT_TRUE(may(role, "sqs:SendMessage", function("aggregate").dead_letter_arn));
}

// E114
TEST(OrderAnalyticsTemplate, TheStateMachineMayInvokeItsStagesAndTellTheTopic) {
  const Role& role = role_of(stack().state_machines.at(0).role_arn);
  std::set<std::string> allowed;
  for (const Statement* statement : statements(role))
    allowed.insert(statement->actions.begin(), statement->actions.end());
  EXPECT_EQ(allowed, (std::set<std::string>{"lambda:InvokeFunction", "sns:Publish"}));
  for (const char* stage : {"aggregate", "lock", "validate", "transform"})
    EXPECT_TRUE(may(role, "lambda:InvokeFunction", function(stage).arn)) << stage;
  EXPECT_TRUE(may(role, "sns:Publish", stack().topics.at(0).arn));
  EXPECT_TRUE(role.managed_policy_arns.empty());
}

// E120
TEST(OrderAnalyticsTemplate, TooManyRefusalsInAMinuteAreAnAlarm) {
  const Alarm& alarm = stack().alarms.at(0);
  EXPECT_EQ(alarm.metric_namespace + "|" + alarm.metric + "|" + alarm.statistic, "Feedmill|AuthFailures|Sum");
  EXPECT_TRUE(alarm.dimensions.empty()) << "of all functions together";
  EXPECT_EQ(alarm.period, seconds(60));
  EXPECT_EQ(alarm.threshold, 10);
  EXPECT_EQ(alarm.alarm_actions, std::vector<std::string>{stack().find_output("SecurityTopicArn")->value});
  EXPECT_EQ(alarm.ok_actions, alarm.alarm_actions);
}

// E116 V083: a `*` may stand for an object's key below a named prefix of a named bucket (or for all of the archive),
// for a log stream of a named group, and for the name of an execution of a named state machine. Nowhere else.
TEST(OrderAnalyticsTemplate, NoPermissionHasAWildcardForActionsOrResources) {
  const std::set<std::string> tails = {"orders/",     "order_items/", "products/", "products.", "processing/",
                                       "quarantine/", "failed/",      "state/",    "reports/"};
  const std::set<std::string> vendor_prefixes = {"arn:aws:s3:::vendor-events-bucket/raw/",
                                                 "arn:aws:s3:::vendor-events-bucket/canonical/",
                                                 "arn:aws:s3:::vendor-events-bucket/quarantine/vendor-events/"};
  for (const Role& role : stack().roles) {
    EXPECT_TRUE(role.managed_policy_arns.empty()) << role.name << ": AWS's managed policies allow every resource";
    EXPECT_FALSE(role.policies.empty()) << role.name;
    for (const Statement* statement : statements(role)) {
      EXPECT_TRUE(statement->allow);
      for (const std::string& action : statement->actions) EXPECT_EQ(action.find('*'), std::string::npos) << action;
      for (const std::string& resource : statement->resources) {
        const std::size_t star = resource.find_first_of("*?");
        if (star == std::string::npos) continue;
        EXPECT_EQ(star + 1, resource.size()) << resource;
        const std::string head = resource.substr(0, star);
        const std::string data = "arn:aws:s3:::ecommerce-data-bucket/";
        const bool is_prefix =
            (head.starts_with(data) && tails.contains(head.substr(data.size()))) || vendor_prefixes.contains(head);
        const bool is_archive = head == "arn:aws:s3:::ecommerce-archive-bucket/";
        const bool is_stream =
            std::ranges::any_of(stack().log_groups, [&](const LogGroup& g) { return g.arn == resource; });
        const bool is_execution = head == "arn:aws:states:us-east-1:000000000000:execution:order-analytics:";
        const bool is_replay = head == "arn:aws:events:us-east-1:000000000000:replay/";  // its name is the backfill's
        EXPECT_TRUE(is_prefix || is_archive || is_stream || is_execution || is_replay) << role.name << " " << resource;
      }
    }
  }
}

// infra/README.md names who reads which variable. The table is read, so that it stays true.
TEST(OrderAnalyticsTemplate, FunctionsHaveTheVariablesThatTheContractNames) {
  std::ifstream readme("infra/README.md");
  std::map<std::string, std::set<std::string>> expected;
  bool in_table = false;
  for (std::string line; std::getline(readme, line);) {
    if (line.starts_with("### ")) in_table = line.starts_with("### Environment of the functions");
    const std::size_t bar = line.find(" | ");
    const std::size_t end = bar == std::string::npos ? bar : line.find(" | ", bar + 3);
    if (!in_table || end == std::string::npos || line.starts_with("| name")) continue;
    const std::string readers = line.substr(bar + 3, end - bar - 3);
    for (const std::string name : {"aggregate", "lock", "validate", "transform"}) {
      if (readers.find(name) == std::string::npos && !(readers == "all but lock" && name != "lock")) continue;
      if (readers == "all but lock" && name == "lock") continue;
      std::string names = line.substr(2, bar - 2) + ", ";
      for (std::size_t comma = names.find(", "); comma != std::string::npos; comma = names.find(", ")) {
        expected[name].insert(names.substr(0, comma));
        names.erase(0, comma + 2);
      }
    }
  }
  ASSERT_EQ(expected.size(), 4u);
  for (const auto& [name, variables] : expected) {
    std::set<std::string> given;
    for (const auto& [variable, value] : function(name).environment) {
      given.insert(variable);
      EXPECT_FALSE(value.empty()) << variable;
    }
    EXPECT_EQ(given, variables) << name;
  }
}

// E029
TEST(OrderAnalyticsTemplate, NamesWrittenOutAreTheNamesThatResourcesGet) {
  EXPECT_EQ(function("aggregate").environment.at("STATE_MACHINE_ARN"), stack().state_machines.at(0).arn);
  EXPECT_EQ(stack().state_machines[0].name, "order-analytics");
  EXPECT_EQ(function("aggregate").environment.at("DATA_BUCKET"), "ecommerce-data-bucket");
  EXPECT_EQ(function("lock").environment.at("LOCK_ID"), "ecommerce-pipeline-lock");
  EXPECT_EQ(function("aggregate").environment.at("SETTLE_QUEUE_URL"),
            "http://127.0.0.1:4566/000000000000/order-analytics-settle");
  for (const char* output : {"StateMachineArn", "DataBucket", "ArchiveBucket", "EventsTopicArn"}) {
    ASSERT_TRUE(stack().find_output(output)) << output;
    EXPECT_FALSE(stack().find_output(output)->value.empty()) << output;
  }
}

TEST(OrderAnalyticsTemplate, ASettleMessageIsHiddenForAsLongAsAggregateMayTake) {
  const auto source = std::ranges::find(stack().event_sources, "aggregate", &EventSource::function);
  ASSERT_NE(source, stack().event_sources.end());
  const auto queue = std::ranges::find(stack().queues, source->source_arn, &Queue::arn);
  ASSERT_NE(queue, stack().queues.end());
  EXPECT_GE(queue->visibility_timeout, function("aggregate").timeout);
  EXPECT_FALSE(queue->dead_letter_arn.empty());
}

TEST(OrderAnalyticsTemplate, ParametersReachTheFunctions) {
  const Loaded other =
      load("infra/template.yaml", {{"SettleSeconds", "0"}, {"Ids", "str"}, {"DataBucketName", "my-data"}});
  const Function* aggregate = other.stack.find_function("aggregate");
  ASSERT_TRUE(aggregate);
  EXPECT_EQ(aggregate->environment.at("SETTLE_SECONDS"), "0");
  EXPECT_EQ(aggregate->environment.at("IDS"), "str");
  EXPECT_EQ(aggregate->environment.at("DATA_BUCKET"), "my-data");
  for (const auto& [name, value] : {std::pair{"SettleSeconds", "901"}, {"Ids", "uuid"}}) {
    EXPECT_EQ(load("infra/template.yaml", {{name, value}}).problems.size(), 1u) << name;
  }
}

}  // namespace
}  // namespace cfn
