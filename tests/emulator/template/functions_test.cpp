#include <algorithm>

#include "template_files.h"

namespace cfn {
namespace {

struct Case {
  std::string name = {};
  std::string value = {};     // of an output
  std::string expected = {};  // its value, or a part of the problem
};

constexpr const char* kTemplate = R"(
Parameters:
  Stage: {Type: String, Default: test}
  Zones: {Type: CommaDelimitedList, Default: 'a, b,c'}
Mappings:
  Sizes: {test: {memory: 128}, prod: {memory: 1024}}
Conditions:
  IsTest: !Equals [!Ref Stage, test]
  IsProd: !Not [!Condition IsTest]
  Both: !And [!Condition IsTest, !Condition IsProd]
  Either: {'Fn::Or': [{Condition: IsTest}, {Condition: IsProd}]}
Resources:
  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${Stage}-data'}}
  Unnamed: {Type: 'AWS::S3::Bucket'}
  Queue: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}
  Topic: {Type: 'AWS::SNS::Topic', Properties: {TopicName: news}}
  Table: {Type: 'AWS::DynamoDB::Table', Properties: {TableName: T, BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{AttributeName: k, AttributeType: S}], KeySchema: [{AttributeName: k, KeyType: HASH}]}}
  Logs: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: /a/b}}
  Role: {Type: 'AWS::IAM::Role', Properties: {Path: /team/, AssumeRolePolicyDocument: {Statement: []}}}
  OnlyProd: {Type: 'AWS::SQS::Queue', Condition: IsProd}
Outputs:
  Out: {Value: )";

class Functions : public testing::TestWithParam<Case> {};

TEST_P(Functions, GiveTheirValues) {
  const Loaded loaded = load_text(kTemplate + GetParam().value + "}\n");
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
  ASSERT_TRUE(loaded.stack.find_output("Out"));
  EXPECT_EQ(loaded.stack.find_output("Out")->value, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, Functions,
    testing::Values(
        Case{"ref_of_a_parameter", "!Ref Stage", "test"}, Case{"ref_long", "{Ref: Stage}", "test"},
        Case{"ref_of_account", "!Ref AWS::AccountId", "000000000000"},
        Case{"ref_of_region", "!Ref AWS::Region", "us-east-1"},
        Case{"ref_of_stack_name", "!Ref AWS::StackName", "feedmill"}, Case{"ref_of_bucket", "!Ref Bucket", "test-data"},
        Case{"ref_of_unnamed_bucket", "!Ref Unnamed", "feedmill-unnamed"},
        Case{"ref_of_queue", "!Ref Queue", "http://127.0.0.1:4566/000000000000/jobs"},
        Case{"ref_of_topic", "!Ref Topic", "arn:aws:sns:us-east-1:000000000000:news"},
        Case{"ref_of_table", "!Ref Table", "T"}, Case{"ref_of_role", "!Ref Role", "feedmill-Role"},
        Case{"get_att_of_bucket", "!GetAtt Bucket.Arn", "arn:aws:s3:::test-data"},
        Case{"get_att_of_queue", "!GetAtt Queue.Arn", "arn:aws:sqs:us-east-1:000000000000:jobs"},
        Case{"get_att_queue_name", "{'Fn::GetAtt': [Queue, QueueName]}", "jobs"},
        Case{"get_att_of_topic", "!GetAtt Topic.TopicName", "news"},
        Case{"get_att_of_table", "!GetAtt Table.Arn", "arn:aws:dynamodb:us-east-1:000000000000:table/T"},
        Case{"get_att_of_log_group", "!GetAtt Logs.Arn", "arn:aws:logs:us-east-1:000000000000:log-group:/a/b:*"},
        Case{"get_att_of_role", "!GetAtt Role.Arn", "arn:aws:iam::000000000000:role/team/feedmill-Role"},
        Case{"sub_of_everything", "!Sub '${Stage}/${Bucket}/${Queue.Arn}/${AWS::Region}'",
             "test/test-data/arn:aws:sqs:us-east-1:000000000000:jobs/us-east-1"},
        Case{"sub_leaves_what_is_escaped", "!Sub 'a ${!Stage} b'", "a ${Stage} b"},
        Case{"sub_with_variables", "!Sub ['${Own}-${Stage}', {Own: !Ref Bucket}]", "test-data-test"},
        Case{"sub_without_variables", "!Sub '$ {x} $1'", "$ {x} $1"},
        Case{"join", "!Join ['-', [a, !Ref Stage, c]]", "a-test-c"},
        Case{"join_of_a_list_parameter", "!Join ['+', !Ref Zones]", "a+b+c"},
        Case{"join_leaves_out_no_value", "!Join [',', [a, !Ref AWS::NoValue, b]]", "a,b"},
        Case{"select", "!Select [1, !Ref Zones]", "b"}, Case{"split", "!Select [2, !Split ['/', 'x/y/z']]", "z"},
        Case{"find_in_map", "!FindInMap [Sizes, !Ref Stage, memory]", "128"},
        Case{"if_true", "!If [IsTest, yes-it-is, no]", "yes-it-is"}, Case{"if_false", "!If [IsProd, 1, 2]", "2"},
        Case{"if_and", "!If [Both, 1, 2]", "2"}, Case{"if_or", "!If [Either, 1, 2]", "1"},
        Case{"if_looks_at_one_branch_only", "!If [IsProd, !Ref OnlyProd, none]", "none"}),
    [](const auto& row) { return row.param.name; });

class BadFunctions : public testing::TestWithParam<Case> {};

TEST_P(BadFunctions, AreReportedOnceWithTheirLine) {
  const Loaded loaded = load_text(kTemplate + GetParam().value + "}\n");
  ASSERT_EQ(loaded.problems.size(), 1u) << to_text(loaded.problems);
  const std::string before = kTemplate;
  EXPECT_EQ(loaded.problems[0].line, 1 + std::count(before.begin(), before.end(), '\n'));
  EXPECT_EQ(loaded.problems[0].path.find("Outputs.Out.Value"), 0u) << loaded.problems[0].path;
  EXPECT_NE(loaded.problems[0].message.find(GetParam().expected), std::string::npos) << loaded.problems[0].message;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFunctions,
    testing::Values(Case{"unknown_ref", "!Ref Nothing", "there is no parameter and no resource Nothing"},
                    Case{"unknown_pseudo_parameter", "!Ref AWS::Nothing", "AWS::AccountId, AWS::NoValue"},
                    Case{"unknown_resource", "!GetAtt Nothing.Arn", "there is no resource Nothing"},
                    Case{"unknown_attribute", "!GetAtt Bucket.Color",
                         "the attribute Color of an AWS::S3::Bucket is not supported"},
                    Case{"get_att_without_attribute", "!GetAtt Bucket", "Resource.Attribute"},
                    Case{"not_created", "!Ref OnlyProd", "its condition IsProd does not hold"},
                    Case{"unknown_in_sub", "!Sub 'x${Nothing}'", "no resource Nothing"},
                    Case{"open_sub", "!Sub 'x${Stage'", "without its }"},
                    Case{"list_in_sub", "!Sub '${Zones}'", "must be a string, not a list"},
                    Case{"unknown_function", "{'Fn::ImportValue': x}", "Fn::FindInMap"},
                    Case{"unknown_short_form", "!ImportValue x", "the short form !ImportValue is not supported"},
                    Case{"join_of_text", "!Join ['-', abc]", "Fn::Join needs a separator and a list"},
                    Case{"select_too_far", "!Select [3, !Ref Zones]", "no element '3' in a list of 3"},
                    Case{"find_in_no_map", "!FindInMap [Sizes, none, memory]", "Mappings has no 'none'"},
                    Case{"unknown_condition", "!If [Nothing, 1, 2]", "there is no condition Nothing"},
                    Case{"if_of_two", "!If [IsTest, 1]", "the name of a condition and two values"},
                    Case{"function_beside_others", "{'Fn::Sub': x, Other: y}", "must stand alone"},
                    Case{"value_is_a_list", "!Ref Zones", "must be a string, not a list"}),
    [](const auto& row) { return row.param.name; });

TEST(Conditions, ThatDependOnThemselvesAreReported) {
  const Loaded loaded = load_text(R"(Conditions:
  A: !Not [!Condition B]
  B: !Not [!Condition A]
Resources: {}
)");
  ASSERT_EQ(loaded.problems.size(), 1u) << to_text(loaded.problems);
  EXPECT_NE(loaded.problems[0].message.find("depends on itself"), std::string::npos);
}

TEST(Conditions, TakeOnlyTheirOwnFunctions) {
  const Loaded loaded = load_text("Conditions:\n  A: !Join ['', [a]]\n  B: !Or [!Condition A]\nResources: {}\n");
  EXPECT_EQ(loaded.problems.size(), 2u) << to_text(loaded.problems);
}

}  // namespace
}  // namespace cfn
