#include <algorithm>

#include "emulator/template/serverless.h"

namespace cfn::serverless {
namespace {

// Source: AWS SAM Developer Guide, Policy template list.
struct PolicyTemplate {
  std::string_view name = {};
  std::string_view parameter = {};
  std::vector<std::string_view> actions = {};
  std::vector<std::string_view> resources = {};  // Fn::Sub texts that may hold the parameter
};

const std::vector<PolicyTemplate>& policy_templates() {
  static const std::vector<PolicyTemplate> all = {
      {"DynamoDBReadPolicy",
       "TableName",
       {"dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query", "dynamodb:BatchGetItem", "dynamodb:DescribeTable"},
       {"arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}",
        "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}/index/*"}},
      {"LambdaInvokePolicy",
       "FunctionName",
       {"lambda:InvokeFunction"},
       {"arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${FunctionName}*"}},
      {"SNSPublishMessagePolicy",
       "TopicName",
       {"sns:Publish"},
       {"arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${TopicName}"}},
      {"SQSPollerPolicy",
       "QueueName",
       {"sqs:ChangeMessageVisibility", "sqs:ChangeMessageVisibilityBatch", "sqs:DeleteMessage",
        "sqs:DeleteMessageBatch", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"},
       {"arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${QueueName}"}},
      {"SQSSendMessagePolicy",
       "QueueName",
       {"sqs:SendMessage*"},
       {"arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${QueueName}"}},
      {"StepFunctionsExecutionPolicy",
       "StateMachineName",
       {"states:StartExecution"},
       {"arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${StateMachineName}"}},
  };
  return all;
}

Node to_document(const Node& at, const PolicyTemplate& known, const Node& value) {
  Node actions = at.list();
  for (const std::string_view action : known.actions) actions.items.push_back(at.string(std::string(action)));
  Node resources = at.list();
  for (const std::string_view text : known.resources) {
    const Node variables = at.map({{std::string(known.parameter), value}});
    resources.items.push_back(at.map({{"Fn::Sub", at.list({at.string(std::string(text)), variables})}}));
  }
  const Node statement =
      at.map({{"Effect", at.string("Allow")}, {"Action", std::move(actions)}, {"Resource", std::move(resources)}});
  return at.map({{"Version", at.string("2012-10-17")}, {"Statement", at.list({statement})}});
}

// A policy template's statement; nothing where there is no such template, which is reported.
std::optional<Node> expand_template(const Node& policy, Problems& problems) {
  std::vector<std::string> supported;
  for (const PolicyTemplate& known : policy_templates()) {
    supported.emplace_back(known.name);
    const Node* arguments = policy.members.size() == 1 ? policy.find(known.name) : nullptr;
    if (!arguments) continue;
    Fields fields(*arguments, problems);
    const Node* value = fields.require(known.parameter);
    return value ? std::optional(to_document(*arguments, known, *value)) : std::nullopt;
  }
  problems.add(policy, "is neither a statement list, an ARN, nor a supported policy template; supported are " +
                           list_of(supported));
  return std::nullopt;
}

}  // namespace

Node add_role(Expansion& out, const Resource& owner, std::string_view service, const Node* policies,
              std::vector<Node> managed_policies) {
  const Node& at = policies ? *policies : owner.properties;
  const std::string role = owner.id + "Role";
  Node inline_policies = at.list();
  std::vector<Node> given;
  if (policies) given = policies->is_list() ? policies->items : std::vector<Node>{*policies};
  for (const Node& policy : given) {
    std::optional<Node> document;
    if (policy.find("Statement")) {
      document = policy;
    } else if (policy.find("Ref") || policy.find("Fn::Sub") || policy.text.starts_with("arn:")) {
      managed_policies.push_back(policy);
    } else {
      document = expand_template(policy, out.problems);
    }
    if (!document) continue;
    const std::string name = role + "Policy" + std::to_string(inline_policies.items.size());
    inline_policies.items.push_back(policy.map({{"PolicyName", policy.string(name)}, {"PolicyDocument", *document}}));
  }
  const Node trusted = at.map({{"Service", at.list({at.string(std::string(service))})}});
  const Node statement = at.map(
      {{"Effect", at.string("Allow")}, {"Principal", trusted}, {"Action", at.list({at.string("sts:AssumeRole")})}});
  Node properties = at.map({{"AssumeRolePolicyDocument",
                             at.map({{"Version", at.string("2012-10-17")}, {"Statement", at.list({statement})}})}});
  if (!managed_policies.empty()) properties.set("ManagedPolicyArns", at.list(std::move(managed_policies)));
  if (!inline_policies.items.empty()) properties.set("Policies", std::move(inline_policies));
  out.add(owner, at, role, "AWS::IAM::Role", std::move(properties));
  return at.get_att(role, "Arn");
}

}  // namespace cfn::serverless
