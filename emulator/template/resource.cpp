#include "emulator/template/resource.h"

#include <algorithm>

#include "emulator/template/fields.h"

namespace cfn {
namespace {

// Source: AWS CloudFormation Template Reference, "Return values" of each type.
const std::vector<ResourceType>& types() {
  static const std::vector<ResourceType> all = {
      {"AWS::ApiGatewayV2::Api", "", "{id10}", {{"ApiEndpoint", "{endpoint}/_api/{id10}"}, {"ApiId", "{id10}"}}},
      {"AWS::ApiGatewayV2::Integration", "", "{id7}", {}},
      {"AWS::ApiGatewayV2::Route", "", "{id7}", {}},
      {"AWS::ApiGatewayV2::Stage", "StageName", "{name}", {}},
      {"AWS::CloudWatch::Alarm",
       "AlarmName",
       "{name}",
       {{"Arn", "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"}}},
      {"AWS::DynamoDB::Table",
       "TableName",
       "{name}",
       {{"Arn", "arn:{partition}:dynamodb:{region}:{account}:table/{name}"}}},
      {"AWS::Events::Archive",
       "ArchiveName",
       "{name}",
       {{"Arn", "arn:{partition}:events:{region}:{account}:archive/{name}"}, {"ArchiveName", "{name}"}}},
      {"AWS::Events::EventBus",
       "Name",
       "{name}",
       {{"Arn", "arn:{partition}:events:{region}:{account}:event-bus/{name}"}, {"Name", "{name}"}}},
      {"AWS::Events::EventBusPolicy", "", "", {}},
      {"AWS::Events::Rule",
       "Name",
       "{bus|}{name}",
       {{"Arn", "arn:{partition}:events:{region}:{account}:rule/{bus/}{name}"}}},
      {"AWS::IAM::Role", "RoleName", "{name}", {{"Arn", "arn:{partition}:iam::{account}:role{path}{name}"}}},
      {"AWS::Lambda::EventInvokeConfig", "", "", {}},
      {"AWS::Lambda::EventSourceMapping", "", "", {}},
      {"AWS::Lambda::Function",
       "FunctionName",
       "{name}",
       {{"Arn", "arn:{partition}:lambda:{region}:{account}:function:{name}"}}},
      {"AWS::Lambda::Permission", "", "", {}},
      {"AWS::Lambda::Url", "", "", {{"FunctionUrl", "{endpoint}/_url/{id32}/"}}},
      {"AWS::Logs::LogGroup",
       "LogGroupName",
       "{name}",
       {{"Arn", "arn:{partition}:logs:{region}:{account}:log-group:{name}:*"}}},
      {"AWS::S3::Bucket", "BucketName", "{name}", {{"Arn", "arn:{partition}:s3:::{name}"}}},
      {"AWS::S3::BucketPolicy", "", "", {}},
      {"AWS::SNS::Subscription", "", "", {}},
      {"AWS::SNS::Topic",
       "TopicName",
       "arn:{partition}:sns:{region}:{account}:{name}",
       {{"TopicArn", "arn:{partition}:sns:{region}:{account}:{name}"}, {"TopicName", "{name}"}}},
      {"AWS::SNS::TopicPolicy", "", "", {}},
      {"AWS::SQS::Queue",
       "QueueName",
       "{endpoint}/{account}/{name}",
       {{"Arn", "arn:{partition}:sqs:{region}:{account}:{name}"},
        {"QueueName", "{name}"},
        {"QueueUrl", "{endpoint}/{account}/{name}"}}},
      {"AWS::SQS::QueuePolicy", "", "", {}},
      {"AWS::StepFunctions::StateMachine",
       "StateMachineName",
       "arn:{partition}:states:{region}:{account}:stateMachine:{name}",
       {{"Arn", "arn:{partition}:states:{region}:{account}:stateMachine:{name}"}, {"Name", "{name}"}}},
  };
  return all;
}

}  // namespace

const ResourceType* find_type(std::string_view type) {
  const auto found = std::ranges::find(types(), type, &ResourceType::type);
  return found == types().end() ? nullptr : &*found;
}

std::string supported_types() {
  std::vector<std::string> names = {"AWS::Serverless::Function", "AWS::Serverless::HttpApi",
                                    "AWS::Serverless::StateMachine"};
  for (const ResourceType& type : types()) names.emplace_back(type.type);
  std::ranges::sort(names);
  return list_of(names);
}

}  // namespace cfn
