// What SAM makes of its own types (AWS SAM Developer Guide, Generated CloudFormation resources).

#include <algorithm>

#include "template_files.h"

namespace cfn {
namespace {

constexpr const char* kFunction = R"(Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: provided.al2023
    Handler: bootstrap
    Timeout: 10
    Environment: {Variables: {A: global, B: global}}
    Tags: {team: feeds}
Resources:
  Data: {Type: 'AWS::S3::Bucket', Properties: {BucketName: data}}
  Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../functions/work/
)";

TEST(ServerlessFunction, TakesFromGlobalsWhatItDoesNotSayItself) {
  const Loaded loaded = load_text(std::string(kFunction) + R"(      Timeout: 20
      MemorySize: 256
      EphemeralStorage: {Size: 1024}
      ReservedConcurrentExecutions: 3
      Environment: {Variables: {B: own}}
      Tags: {stage: test}
)");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  const Function& work = loaded.stack.functions.at(0);
  EXPECT_EQ(work.name, "feedmill-Work");
  EXPECT_EQ(work.arn, "arn:aws:lambda:us-east-1:000000000000:function:feedmill-Work");
  EXPECT_EQ(work.code_uri, "../functions/work/");
  EXPECT_EQ(work.handler, "bootstrap");
  EXPECT_EQ(work.runtime, "provided.al2023");
  EXPECT_EQ(work.timeout, seconds(20));
  EXPECT_EQ(work.memory_mb, 256);
  EXPECT_EQ(work.ephemeral_storage_mb, 1024);
  EXPECT_EQ(work.reserved_concurrency, 3);
  EXPECT_EQ(work.environment, (std::map<std::string, std::string>{{"A", "global"}, {"B", "own"}}));
  EXPECT_EQ(work.log_group, "/aws/lambda/feedmill-Work");
  EXPECT_EQ(work.tags, (Tags{{"team", "feeds"}, {"stage", "test"}}));
}

TEST(ServerlessFunction, GetsARoleOfItsOwn) {
  const Loaded loaded = load_text(std::string(kFunction) + R"(      Policies:
        - arn:aws:iam::aws:policy/Some
        - SQSSendMessagePolicy: {QueueName: !GetAtt Jobs.QueueName}
        - Statement:
            - {Effect: Allow, Action: 's3:GetObject', Resource: !Sub '${Data.Arn}/in/*'}
)");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  const Role* role = loaded.stack.find_role(loaded.stack.functions.at(0).role_arn);
  ASSERT_TRUE(role);
  EXPECT_EQ(role->name, "feedmill-WorkRole");
  EXPECT_EQ(role->trust.statements.at(0).principal,
            (base::Json{{"Service", base::Json::array({"lambda.amazonaws.com"})}}));
  EXPECT_EQ(role->managed_policy_arns,
            (std::vector<std::string>{"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
                                      "arn:aws:iam::aws:policy/Some"}));
  ASSERT_EQ(role->policies.size(), 2u);
  EXPECT_EQ(role->policies[0].statements.at(0).resources,
            std::vector<std::string>{"arn:aws:sqs:us-east-1:000000000000:jobs"});
  EXPECT_EQ(role->policies[1].statements.at(0).actions, std::vector<std::string>{"s3:GetObject"});
  EXPECT_EQ(role->policies[1].statements.at(0).resources, std::vector<std::string>{"arn:aws:s3:::data/in/*"});
}

TEST(ServerlessFunction, EventsBecomeNotificationsMappingsAndRules) {
  const Loaded loaded = load_text(std::string(kFunction) + R"(      Events:
        Put:
          Type: S3
          Properties:
            Bucket: !Ref Data
            Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*']
            Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}, {Name: suffix, Value: .csv}]}}
        Job:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs.Arn
            BatchSize: 5
            FunctionResponseTypes: [ReportBatchItemFailures]
            FilterCriteria: {Filters: [{Pattern: '{"body": {"kind": ["order"]}}'}]}
        Tick:
          Type: Schedule
          Properties: {Schedule: rate(5 minutes), Input: '{"sweep":true}', Enabled: false}
)");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  const Stack& stack = loaded.stack;
  const std::string arn = stack.functions.at(0).arn;
  ASSERT_EQ(stack.buckets.at(0).notifications.size(), 2u);
  EXPECT_EQ(stack.buckets[0].notifications[1].event, "s3:ObjectRemoved:*");
  EXPECT_EQ(stack.buckets[0].notifications[1].target_arn, arn);
  EXPECT_EQ(stack.buckets[0].notifications[1].prefix, "in/");
  EXPECT_EQ(stack.buckets[0].notifications[1].suffix, ".csv");
  ASSERT_EQ(stack.event_sources.size(), 1u);
  EXPECT_EQ(stack.event_sources[0].source_arn, "arn:aws:sqs:us-east-1:000000000000:jobs");
  EXPECT_EQ(stack.event_sources[0].function, "feedmill-Work");
  EXPECT_EQ(stack.event_sources[0].batch_size, 5);
  EXPECT_EQ(stack.event_sources[0].filter_patterns, std::vector<std::string>{R"({"body": {"kind": ["order"]}})"});
  EXPECT_TRUE(stack.event_sources[0].report_batch_item_failures);
  ASSERT_EQ(stack.event_rules.size(), 1u);
  EXPECT_EQ(stack.event_rules[0].schedule, "rate(5 minutes)");
  EXPECT_FALSE(stack.event_rules[0].enabled);
  EXPECT_EQ(stack.event_rules[0].targets.at(0).arn, arn);
  EXPECT_EQ(stack.event_rules[0].targets.at(0).settings.text("Input"), R"({"sweep":true})");
  ASSERT_EQ(stack.permissions.size(), 2u);
  // A bucket is told whom to notify only when the function lets it.
  const auto place = [&](const char* id) {
    return std::ranges::find(stack.creation_order, id) - stack.creation_order.begin();
  };
  EXPECT_LT(place("WorkRole"), place("Work"));
  EXPECT_LT(place("Work"), place("WorkPutPermission"));
  EXPECT_LT(place("WorkPutPermission"), place("Data"));
}

TEST(ServerlessFunction, AsyncFailuresHaveTheirPlaces) {
  const Loaded loaded =
      load_text(std::string(kFunction) + R"(      DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Jobs.Arn}
      LoggingConfig: {LogGroup: /work, LogFormat: JSON}
      EventInvokeConfig:
        MaximumRetryAttempts: 1
        MaximumEventAgeInSeconds: 120
        DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Jobs.Arn}}
)");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  const Function& work = loaded.stack.functions.at(0);
  EXPECT_EQ(work.dead_letter_arn, "arn:aws:sqs:us-east-1:000000000000:jobs");
  EXPECT_EQ(work.log_group, "/work");
  EXPECT_EQ(work.log_format, "JSON");
  EXPECT_EQ(work.async_invoke.maximum_retries, 1);
  EXPECT_EQ(work.async_invoke.maximum_event_age, seconds(120));
  EXPECT_EQ(work.async_invoke.on_failure_arn, "arn:aws:sqs:us-east-1:000000000000:jobs");
}

TEST(ServerlessFunction, OfAFalseConditionTakesItsPartsWithIt) {
  std::string text = kFunction;
  text.insert(text.find("Resources:"), "Conditions:\n  Never: !Equals [a, b]\n");
  text.insert(text.find("    Properties:\n      CodeUri"), "    Condition: Never\n");
  const Loaded loaded = load_text(text + R"(      Events:
        Put: {Type: S3, Properties: {Bucket: !Ref Data, Events: 's3:ObjectCreated:*'}}
)");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  EXPECT_EQ(loaded.stack.creation_order, (std::vector<std::string>{"Data", "Jobs"}));
  EXPECT_TRUE(loaded.stack.buckets.at(0).notifications.empty());
}

struct Case {
  std::string name = {};
  std::string text = {};
  std::string path = {};
  std::string problem = {};
};

class BadServerlessFunction : public testing::TestWithParam<Case> {};

TEST_P(BadServerlessFunction, SaysWhereAndWhatIsSupported) {
  const Loaded loaded = load_text(kFunction + GetParam().text);
  ASSERT_EQ(loaded.problems.size(), 1u) << to_text(loaded.problems);
  EXPECT_EQ(loaded.problems[0].line, 16);
  EXPECT_EQ(loaded.problems[0].path, "Resources.Work.Properties." + GetParam().path);
  EXPECT_NE(loaded.problems[0].message.find(GetParam().problem), std::string::npos) << loaded.problems[0].message;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadServerlessFunction,
    testing::Values(Case{"property", "      Layers: [a]", "Layers",
                         "Layers is not supported; supported here: Architectures, CodeUri"},
                    Case{"runtime", "      Runtime: python3.12", "Runtime", "supported here: provided.al2023"},
                    Case{"memory", "      MemorySize: 64", "MemorySize", "a whole number from 128 to 10240"},
                    Case{"storage", "      EphemeralStorage: {Size: 20480}", "EphemeralStorage.Size",
                         "from 512 to 10240"},
                    Case{"architecture", "      Architectures: [mips]", "Architectures", "one of x86_64 and arm64"},
                    Case{"event_type", "      Events: {E: {Type: Kinesis, Properties: {Stream: x}}}", "Events.E.Type",
                         "supported here: HttpApi, S3, SQS, Schedule, EventBridgeRule and CloudWatchEvent"},
                    Case{"event_property", "      Events: {E: {Type: SQS, Properties: {Queue: 'a:sqs:b', Colour: x}}}",
                         "Events.E.Properties.Colour", "Colour is not supported; supported here: BatchSize"},
                    Case{"foreign_bucket", "      Events: {E: {Type: S3, Properties: {Bucket: other, Events: 's3:*'}}}",
                         "Events.E.Properties.Bucket", "must be a !Ref to an AWS::S3::Bucket"},
                    Case{"stream", "      Events: {E: {Type: SQS, Properties: {Queue: 'arn:aws:kinesis:x'}}}",
                         "Events.E.Properties.Queue", "supported event sources are SQS queues"},
                    Case{"schedule", "      Events: {E: {Type: Schedule, Properties: {Schedule: daily}}}",
                         "Events.E.Properties.Schedule", "rate(...) or cron(...)"},
                    Case{"policy_template", "      Policies: [{NoSuchPolicy: {}}]", "Policies[0]",
                         "supported are DynamoDBReadPolicy"}),
    [](const auto& row) { return row.param.name; });

TEST(ServerlessFunction, NeedsTheTransform) {
  const std::string text = kFunction;
  const Loaded loaded = load_text(text.substr(text.find('\n') + 1));
  ASSERT_EQ(loaded.problems.size(), 1u) << to_text(loaded.problems);
  EXPECT_NE(loaded.problems[0].message.find("needs Transform"), std::string::npos);
}

TEST(ServerlessStateMachine, ReadsItsDefinitionAndPutsTheSubstitutionsIn) {
  const TemplateFiles files;
  files.write("flow.asl.json", "{\"StartAt\": \"A\",\n \"Arn\": \"${Arn}\", \"Text\": \"${Text}\"}");
  const Loaded loaded = load(files.write("template.yaml", R"(Transform: AWS::Serverless-2016-10-31
Resources:
  Topic: {Type: 'AWS::SNS::Topic', Properties: {TopicName: news}}
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: flow
      DefinitionUri: flow.asl.json
      DefinitionSubstitutions: {Arn: !Ref Topic, Text: 'say "x"', Unused: 1}
      Policies:
        - Statement: {Effect: Allow, Action: 'sns:Publish', Resource: !Ref Topic}
)"));
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  const StateMachine& flow = loaded.stack.state_machines.at(0);
  EXPECT_EQ(flow.arn, "arn:aws:states:us-east-1:000000000000:stateMachine:flow");
  const base::Json definition = base::Json::parse(flow.definition);
  EXPECT_EQ(definition.text("Arn"), "arn:aws:sns:us-east-1:000000000000:news");
  EXPECT_EQ(definition.text("Text"), "say \"x\"");
  EXPECT_TRUE(flow.definition_file.ends_with("/flow.asl.json"));
  const Role* role = loaded.stack.find_role(flow.role_arn);
  ASSERT_TRUE(role);
  EXPECT_EQ(role->trust.statements.at(0).principal,
            (base::Json{{"Service", base::Json::array({"states.amazonaws.com"})}}));
  EXPECT_TRUE(role->managed_policy_arns.empty());
}

TEST(ServerlessStateMachine, ADefinitionsMistakeIsReportedWhereItStands) {
  const TemplateFiles files;
  const auto problems = [&](const std::string& definition) {
    files.write("flow.asl.json", definition);
    return load(files.write("template.yaml", R"(Transform: AWS::Serverless-2016-10-31
Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties: {DefinitionUri: flow.asl.json, Role: 'arn:aws:iam::1:role/x'}
)"))
        .problems;
  };
  const std::vector<Problem> missing = problems("{\n \"A\": \"${Nobody}\"}");
  ASSERT_EQ(missing.size(), 1u) << to_text(missing);
  EXPECT_EQ(missing[0].line, 2);
  EXPECT_TRUE(missing[0].file.ends_with("/flow.asl.json"));
  EXPECT_EQ(missing[0].message, "${Nobody} is not among the DefinitionSubstitutions of Flow");
  const std::vector<Problem> broken = problems("{\"A\": }");
  ASSERT_EQ(broken.size(), 1u) << to_text(broken);
  EXPECT_EQ(broken[0].message.find("is not JSON"), 0u);
}

TEST(ServerlessStateMachine, RefusesWhatItCannotDo) {
  const Loaded loaded = load_text(R"(Transform: AWS::Serverless-2016-10-31
Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: {StartAt: A}
      Role: arn
      Tracing: {Enabled: true}
  NoRole: {Type: 'AWS::Serverless::StateMachine', Properties: {Definition: {}}}
  NoFile: {Type: 'AWS::Serverless::StateMachine', Properties: {Role: arn, DefinitionUri: none.json}}
  Nothing: {Type: 'AWS::Serverless::StateMachine', Properties: {Role: arn}}
)");
  const std::string text = to_text(loaded.problems);
  EXPECT_NE(text.find("8 Resources.Flow.Properties.Tracing: Tracing is not supported"), std::string::npos) << text;
  EXPECT_NE(text.find("9 Resources.NoRole.Properties: needs Role or Policies"), std::string::npos) << text;
  EXPECT_NE(text.find("10 Resources.NoFile.Properties.DefinitionUri: cannot read"), std::string::npos) << text;
  EXPECT_NE(text.find("11 Resources.Nothing.Properties: needs one of DefinitionUri"), std::string::npos) << text;
}

}  // namespace
}  // namespace cfn
