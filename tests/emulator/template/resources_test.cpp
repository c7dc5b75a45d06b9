// Plain CloudFormation: what each reader takes over, and what it refuses.

#include <algorithm>

#include "template_files.h"

namespace cfn {
namespace {

Loaded load_resource(const std::string& type, const std::string& properties) {
  return load_text("Resources:\n  It:\n    Type: " + type + "\n    Properties:\n" + properties);
}

TEST(Resources, AQueueHasItsSettings) {
  const Loaded loaded = load_text(R"(Resources:
  Jobs:
    Type: AWS::SQS::Queue
    DeletionPolicy: Retain
    Properties:
      QueueName: jobs.fifo
      FifoQueue: true
      ContentBasedDeduplication: true
      DeduplicationScope: messageGroup
      FifoThroughputLimit: perMessageGroupId
      RedriveAllowPolicy: {redrivePermission: denyAll}
      VisibilityTimeout: 60
      MessageRetentionPeriod: 120
      DelaySeconds: 5
      ReceiveMessageWaitTimeSeconds: 20
      MaximumMessageSize: 2048
      SqsManagedSseEnabled: false
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: '4'}
      Tags: [{Key: a, Value: b}]
  Dead: {Type: 'AWS::SQS::Queue', Properties: {FifoQueue: true}}
)");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  EXPECT_EQ(loaded.stack.creation_order, (std::vector<std::string>{"Dead", "Jobs"}));
  const Queue& jobs = loaded.stack.queues.at(1);
  EXPECT_EQ(jobs.url, "http://127.0.0.1:4566/000000000000/jobs.fifo");
  EXPECT_TRUE(jobs.fifo && jobs.content_based_deduplication && !jobs.managed_sse && jobs.origin.retain);
  EXPECT_TRUE(jobs.deduplicates_by_group && jobs.limited_by_group);
  EXPECT_EQ(jobs.redrive_allow, R"({"redrivePermission":"denyAll"})");
  EXPECT_EQ(jobs.visibility_timeout, seconds(60));
  EXPECT_EQ(jobs.retention, seconds(120));
  EXPECT_EQ(jobs.delay, seconds(5));
  EXPECT_EQ(jobs.receive_wait, seconds(20));
  EXPECT_EQ(jobs.maximum_message_size, 2048);
  EXPECT_EQ(jobs.dead_letter_arn, "arn:aws:sqs:us-east-1:000000000000:feedmill-Dead.fifo");
  EXPECT_EQ(jobs.maximum_receives, 4);
  EXPECT_EQ(jobs.tags, (Tags{{"a", "b"}}));
  EXPECT_EQ(jobs.origin.line, 2);
}

TEST(Resources, ATableHasItsKeysAndIndexes) {
  const Loaded loaded = load_resource("AWS::DynamoDB::Table", R"(
      AttributeDefinitions: [{AttributeName: a, AttributeType: S}, {AttributeName: b, AttributeType: N}]
      KeySchema: [{AttributeName: a, KeyType: HASH}, {AttributeName: b, KeyType: RANGE}]
      ProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 2}
      GlobalSecondaryIndexes:
        - IndexName: by_b
          KeySchema: [{AttributeName: b, KeyType: HASH}]
          Projection: {ProjectionType: INCLUDE, NonKeyAttributes: [c]}
          ProvisionedThroughput: {ReadCapacityUnits: 3, WriteCapacityUnits: 4}
      LocalSecondaryIndexes:
        - {IndexName: own, KeySchema: [{AttributeName: a, KeyType: HASH}], Projection: {ProjectionType: ALL}}
      TimeToLiveSpecification: {AttributeName: ttl, Enabled: true}
      SSESpecification: {SSEEnabled: true}
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
      DeletionProtectionEnabled: true
)");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  const Table& table = loaded.stack.tables.at(0);
  EXPECT_EQ(table.attribute_types, (std::map<std::string, std::string>{{"a", "S"}, {"b", "N"}}));
  EXPECT_EQ(table.key.hash + table.key.range, "ab");
  EXPECT_EQ(table.throughput->write, 2);
  ASSERT_EQ(table.indexes.size(), 2u);
  EXPECT_TRUE(table.indexes[0].global);
  EXPECT_EQ(table.indexes[0].projection, "INCLUDE");
  EXPECT_EQ(table.indexes[0].non_key_attributes, std::vector<std::string>{"c"});
  EXPECT_EQ(table.indexes[0].throughput->read, 3);
  EXPECT_FALSE(table.indexes[1].global);
  EXPECT_EQ(table.ttl_attribute, "ttl");
  EXPECT_TRUE(table.sse && table.point_in_time_recovery && table.deletion_protection && !table.pay_per_request);
}

TEST(Resources, ABucketHasItsSettings) {
  const Loaded loaded = load_resource("AWS::S3::Bucket", R"(
      VersioningConfiguration: {Status: Enabled}
      NotificationConfiguration:
        QueueConfigurations: [{Event: 's3:ObjectCreated:Put', Queue: 'arn:q'}]
        TopicConfigurations: [{Event: 's3:ObjectRemoved:*', Topic: 'arn:t'}]
        EventBridgeConfiguration: {EventBridgeEnabled: true}
      LifecycleConfiguration:
        Rules:
          - {Id: old, Status: Disabled, Prefix: a/, NoncurrentVersionExpiration: {NoncurrentDays: 3}}
)");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  const Bucket& bucket = loaded.stack.buckets.at(0);
  EXPECT_EQ(bucket.name, "feedmill-it");
  EXPECT_TRUE(bucket.versioning);
  EXPECT_EQ(bucket.encryption, "AES256");
  EXPECT_EQ(bucket.notifications.at(0).target_arn, "arn:q");
  EXPECT_EQ(bucket.notifications.at(1).target_arn, "arn:t");
  EXPECT_TRUE(bucket.event_bridge);
  EXPECT_FALSE(bucket.lifecycle.at(0).enabled);
  EXPECT_EQ(bucket.lifecycle.at(0).noncurrent_days, 3);
}

TEST(Resources, TopicsSubscriptionsAndPoliciesBelongTogether) {
  const Loaded loaded = load_text(R"(Resources:
  Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}
  News: {Type: 'AWS::SNS::Topic', Properties: {TopicName: news, DisplayName: The news}}
  Sub:
    Type: AWS::SNS::Subscription
    Properties: {TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Jobs.Arn, RawMessageDelivery: true, FilterPolicy: {kind: [a]}}
  Allow:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Statement:
          - Sid: FromTopic
            Effect: Allow
            Principal: '*'
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {ArnEquals: {'aws:SourceArn': !Ref News}}
)");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  EXPECT_EQ(loaded.stack.topics.at(0).display_name, "The news");
  const Subscription& subscription = loaded.stack.subscriptions.at(0);
  EXPECT_EQ(subscription.topic_arn, "arn:aws:sns:us-east-1:000000000000:news");
  EXPECT_TRUE(subscription.raw_message_delivery);
  EXPECT_EQ(subscription.filter_policy.dump(), R"({"kind":["a"]})");
  const ResourcePolicy& policy = loaded.stack.queue_policies.at(0);
  EXPECT_EQ(policy.targets, std::vector<std::string>{"http://127.0.0.1:4566/000000000000/jobs"});
  const Statement& statement = policy.policy.statements.at(0);
  EXPECT_TRUE(statement.allow);
  EXPECT_EQ(statement.principal, base::Json("*"));
  EXPECT_EQ(statement.condition.dump(), R"({"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:000000000000:news"}})");
  EXPECT_EQ(statement.line, 13);
}

TEST(Resources, WhatOfAPolicyWouldNotBeJudgedIsRefused) {
  const Loaded loaded = load_text(R"(Resources:
  Jobs: {Type: 'AWS::SQS::Queue'}
  News: {Type: 'AWS::SNS::Topic'}
  OfQueue:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Statement: {Effect: Deny, Principal: '*', Action: 'sqs:*', Resource: '*'}
  OfTopic:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref News]
      PolicyDocument:
        Statement: {Effect: Deny, Principal: '*', Action: 'sns:*', Resource: '*'}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}}
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement: {Effect: Allow, Action: 's3:*', Resource: '*', Condition: {Bool: {'aws:MultiFactorAuthPresent': true}}}
)");
  const std::string said = to_text(loaded.problems);
  for (const char* sentence : {"9 Resources.OfQueue", "15 Resources.OfTopic", "23 Resources.Role",
                               "the statement denies", "the statement has a Condition"})
    EXPECT_NE(said.find(sentence), std::string::npos) << said;
  EXPECT_EQ(loaded.problems.size(), 3u) << said;
}

TEST(Resources, ThePlaceDecidesArnsAndUrls) {
  const TemplateFiles files;
  const Loaded loaded =
      load(files.write("t.yaml", "Resources:\n  Q: {Type: 'AWS::SQS::Queue'}\n"), {},
           {.stack_name = "s", .account = "123456789012", .region = "eu-west-1", .endpoint = "http://h:1"});
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded.stack.queues.at(0).arn, "arn:aws:sqs:eu-west-1:123456789012:s-Q");
  EXPECT_EQ(loaded.stack.queues.at(0).url, "http://h:1/123456789012/s-Q");
}

TEST(Resources, AJsonTemplateIsReadLikeAYamlOne) {
  const TemplateFiles files;
  const Loaded loaded = load(files.write("t.json", R"({
  "Resources": {
    "Q": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 5, "Colour": "x"}}
  }
})"));
  ASSERT_EQ(loaded.problems.size(), 1u) << to_text(loaded.problems);
  EXPECT_EQ(loaded.problems[0].line, 3);
  EXPECT_EQ(loaded.problems[0].path, "Resources.Q.Properties.Colour");
}

struct Case {
  std::string name = {};
  std::string type = {};
  std::string properties = {};
  std::string problem = {};
};

class BadResources : public testing::TestWithParam<Case> {};

TEST_P(BadResources, SayWhatIsWrong) {
  const Loaded loaded = load_resource(GetParam().type, "      " + GetParam().properties + "\n");
  ASSERT_EQ(loaded.problems.size(), 1u) << to_text(loaded.problems);
  EXPECT_EQ(loaded.problems[0].path.find("Resources.It"), 0u);
  EXPECT_NE(loaded.problems[0].message.find(GetParam().problem), std::string::npos) << loaded.problems[0].message;
}

constexpr const char* kKey =
    "AttributeDefinitions: [{AttributeName: a, AttributeType: S}], KeySchema: [{AttributeName: a, KeyType: HASH}]";

INSTANTIATE_TEST_SUITE_P(
    All, BadResources,
    testing::Values(
        Case{"type", "AWS::EC2::VPC", "{}", "AWS::EC2::VPC is not supported; supported are AWS::ApiGatewayV2::Api"},
        Case{"serverless_type", "AWS::Serverless::Api", "{}", "AWS::Serverless::Api is not supported"},
        Case{"properties_are_no_map", "AWS::SQS::Queue", "[a]", "must be a map, not a list"},
        Case{"bucket_name", "AWS::S3::Bucket", "{BucketName: Data_Bucket}", "is no bucket name"},
        Case{"kms", "AWS::S3::Bucket",
             "{BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: "
             "'aws:kms'}}]}}",
             "'aws:kms' is not supported; supported here: AES256"},
        Case{"lifecycle_without_action", "AWS::S3::Bucket", "{LifecycleConfiguration: {Rules: [{Status: Enabled}]}}",
             "a rule needs ExpirationInDays"},
        Case{"transition", "AWS::S3::Bucket",
             "{LifecycleConfiguration: {Rules: [{Status: Enabled, ExpirationInDays: 1, Transitions: []}]}}",
             "Transitions is not supported"},
        Case{"filter", "AWS::S3::Bucket",
             "{NotificationConfiguration: {QueueConfigurations: [{Event: e, Queue: q, Filter: {S3Key: {Rules: [{Name: "
             "glob, Value: x}]}}}]}}",
             "supported here: prefix and suffix"},
        Case{"queue_range", "AWS::SQS::Queue", "{DelaySeconds: 901}", "a whole number from 0 to 900"},
        Case{"queue_number", "AWS::SQS::Queue", "{DelaySeconds: soon}", "'soon' must be a whole number"},
        Case{"queue_flag", "AWS::SQS::Queue", "{SqsManagedSseEnabled: yes}", "must be true or false"},
        Case{"fifo_name", "AWS::SQS::Queue", "{QueueName: jobs, FifoQueue: true}", "ends in .fifo"},
        Case{"fifo_only", "AWS::SQS::Queue", "{DeduplicationScope: queue}", "is for FIFO queues only"},
        Case{"fifo_throughput", "AWS::SQS::Queue",
             "{QueueName: jobs.fifo, FifoQueue: true, FifoThroughputLimit: perMessageGroupId}",
             "needs DeduplicationScope messageGroup"},
        Case{"two_encryptions", "AWS::SQS::Queue", "{SqsManagedSseEnabled: true, KmsMasterKeyId: k}",
             "exclude each other"},
        Case{"redrive", "AWS::SQS::Queue", "{RedrivePolicy: {maxReceiveCount: 3}}", "needs deadLetterTargetArn"},
        Case{"protocol", "AWS::SNS::Subscription", "{TopicArn: t, Protocol: sms, Endpoint: e}",
             "'sms' is not supported; supported here: http, https, lambda and sqs"},
        Case{"no_billing", "AWS::DynamoDB::Table", std::string("{") + kKey + "}", "BillingMode PAY_PER_REQUEST or"},
        Case{"key_type", "AWS::DynamoDB::Table",
             "{BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{AttributeName: a, AttributeType: X}], KeySchema: "
             "[{AttributeName: a, KeyType: HASH}]}",
             "supported here: S, N and B"},
        Case{"undefined_key", "AWS::DynamoDB::Table",
             "{BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [], KeySchema: [{AttributeName: a, KeyType: HASH}]}",
             "lacks the key attribute a"},
        Case{"stream", "AWS::DynamoDB::Table",
             std::string("{BillingMode: PAY_PER_REQUEST, StreamSpecification: {}, ") + kKey + "}",
             "StreamSpecification is not supported"},
        Case{"retention", "AWS::Logs::LogGroup", "{RetentionInDays: 2}", "2 is none of the periods"},
        Case{"effect", "AWS::IAM::Role", "{AssumeRolePolicyDocument: {Statement: [{Effect: allow, Action: 'a:b'}]}}",
             "supported here: Allow and Deny"},
        Case{"not_action", "AWS::IAM::Role",
             "{AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: 'a:b', NotAction: 'c:d'}]}}",
             "NotAction is not supported"},
        Case{"action", "AWS::IAM::Role", "{AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: ab}]}}",
             "'ab' is no action"},
        Case{"no_resource", "AWS::IAM::Role",
             "{AssumeRolePolicyDocument: {Statement: []}, Policies: [{PolicyName: p, PolicyDocument: {Statement: "
             "[{Effect: Allow, Action: 'a:b'}]}}]}",
             "the statement needs Resource"},
        Case{"no_trust", "AWS::IAM::Role", "{RoleName: r}", "needs AssumeRolePolicyDocument"},
        Case{"code_in_s3", "AWS::Lambda::Function",
             "{Code: {S3Bucket: b}, Handler: h, Runtime: provided.al2023, Role: r}", "must be a string, not a map"},
        Case{"rule_of_nothing", "AWS::Events::Rule", "{Name: a}", "needs EventPattern or ScheduleExpression"},
        Case{"event_target", "AWS::Events::Rule",
             "{EventPattern: {source: [a]}, Targets: [{Id: a, Arn: arn:aws:ecs:x}]}",
             "is no target that is supported here"},
        Case{"target_of_a_kind_that_is_not_there", "AWS::Events::Rule",
             "{EventPattern: {source: [a]}, Targets: [{Id: a, Arn: arn:aws:sqs:x, EcsParameters: {}}]}",
             "EcsParameters is not supported"},
        Case{"event_bus_source", "AWS::Events::EventBus", "{Name: a, EventSourceName: b}",
             "EventSourceName is not supported"},
        Case{"input", "AWS::Events::Rule",
             "{ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: arn:aws:sqs:b, Input: '{'}]}",
             "must be JSON text"},
        Case{"no_such_function", "AWS::Lambda::EventInvokeConfig", "{FunctionName: f, Qualifier: $LATEST}",
             "there is no function f"}),
    [](const auto& row) { return row.param.name; });

TEST(Problems, AreAllReportedAtOnceInTheOrderOfTheirLines) {
  const Loaded loaded = load_text(R"(AWSTemplateFormatVersion: '2010-09-10'
Foo: bar
Parameters:
  P: {Type: Number, Default: x}
Resources:
  A:
    Type: AWS::SQS::Queue
    CreationPolicy: {}
    DeletionPolicy: Snapshot
    DependsOn: Nobody
    Condition: Never
    Properties: {Colour: x}
  B_1: {Type: 'AWS::SQS::Queue', DependsOn: Nobody}
  C: {Properties: {}}
Outputs:
  O: {Value: !Ref X, Export: {Name: y}}
)");
  std::vector<int> lines;
  for (const Problem& problem : loaded.problems) lines.push_back(problem.line);
  EXPECT_EQ(lines, (std::vector<int>{1, 2, 4, 6, 8, 9, 13, 13, 14, 16, 16})) << to_text(loaded.problems);
}

TEST(Problems, ACircleIsReportedOnceWithItsMembers) {
  const Loaded loaded = load_text(R"(Resources:
  A: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Ref B}}
  B: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !GetAtt C.TopicArn}}
  C: {Type: 'AWS::SNS::Topic', DependsOn: A}
  D: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Sub '${A}'}}
)");
  ASSERT_EQ(loaded.problems.size(), 1u) << to_text(loaded.problems);
  EXPECT_EQ(loaded.problems[0].message.find("waits for itself: A -> B -> C -> A"), 0u) << loaded.problems[0].message;
}

TEST(Problems, ACircleOfNamesIsACircle) {
  const Loaded loaded = load_text(R"(Resources:
  A: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !GetAtt B.TopicName}}
  B: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !GetAtt A.TopicName}}
  C: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !GetAtt C.TopicName}}
)");
  EXPECT_EQ(loaded.problems.size(), 2u) << to_text(loaded.problems);
}

TEST(Problems, OfTheBucketThatNotifiesItsReader) {
  const Loaded loaded = load_text(R"(Transform: AWS::Serverless-2016-10-31
Resources:
  Data: {Type: 'AWS::S3::Bucket'}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: .
      Runtime: provided.al2023
      Handler: bootstrap
      Environment: {Variables: {DATA: !Ref Data}}
      Events: {Put: {Type: S3, Properties: {Bucket: !Ref Data, Events: 's3:ObjectCreated:*'}}}
)");
  ASSERT_GE(loaded.problems.size(), 1u);
  EXPECT_NE(to_text(loaded.problems).find("Data -> Work"), std::string::npos) << to_text(loaded.problems);
}

TEST(Problems, AFileThatIsNotThereIsOne) {
  const Loaded loaded = load("/nowhere/template.yaml");
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(to_string(loaded.problems[0]), "/nowhere/template.yaml: cannot read this template; is the path right?");
}

}  // namespace
}  // namespace cfn
