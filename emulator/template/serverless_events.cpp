#include <algorithm>

#include "emulator/template/serverless.h"

namespace cfn::serverless {
namespace {

struct Event {
  Expansion& out;
  const Resource& function;
  std::string id = {};  // of what SAM makes: <function><event>
  const Node& at;

  Node function_arn() const { return at.get_att(function.id, "Arn"); }

  // Lets `principal` invoke the function; gives the permission's logical id.
  std::string add_permission(std::string_view principal, std::string_view limit, Node limit_value) const {
    const std::string permission = id + "Permission";
    out.add(function, at, permission, "AWS::Lambda::Permission",
            at.map({{"Action", at.string("lambda:InvokeFunction")},
                    {"FunctionName", at.ref(function.id)},
                    {"Principal", at.string(std::string(principal))},
                    {std::string(limit), std::move(limit_value)}}));
    return permission;
  }
};

void expand_s3(const Event& event, Fields& sam) {
  const Node* reference = sam.require("Bucket");
  const Node* names = sam.require("Events");
  const Node* filter = sam.find("Filter");
  if (!reference || !names) return;
  const Node* id = reference->find("Ref");
  Resource* bucket = id ? event.out.find(id->text) : nullptr;
  if (!bucket || bucket->type != "AWS::S3::Bucket") {
    event.out.problems.add(*reference,
                           "must be a !Ref to an AWS::S3::Bucket of this template, so that SAM can set its "
                           "notifications");
    return;
  }
  Node additions = sam.node().list();
  for (const Node& name : names->is_list() ? names->items : std::vector<Node>{*names}) {
    Node entry = name.map({{"Event", name}, {"Function", event.function_arn()}});
    if (filter) entry.set("Filter", *filter);
    if (!event.function.condition.empty()) {
      entry =
          name.map({{"Fn::If", name.list({name.string(event.function.condition), entry, name.ref("AWS::NoValue")})}});
    }
    additions.items.push_back(std::move(entry));
  }
  // SourceAccount and not the bucket's ARN: the bucket waits for this permission.
  const std::string permission =
      event.add_permission("s3.amazonaws.com", "SourceAccount", event.at.ref("AWS::AccountId"));
  bucket = event.out.find(id->text);  // adding resources moves them
  bucket->depends_on.push_back(permission);
  Node configuration = event.at.map();
  if (const Node* own = bucket->properties.find("NotificationConfiguration")) configuration = *own;
  Node lambdas = event.at.list();
  if (const Node* own = configuration.find("LambdaConfigurations")) lambdas = *own;
  lambdas.items.insert(lambdas.items.end(), additions.items.begin(), additions.items.end());
  configuration.set("LambdaConfigurations", lambdas);
  bucket->properties.set("NotificationConfiguration", configuration);
}

void expand_sqs(const Event& event, Fields& sam, std::vector<Node>& managed_policies) {
  Node properties = event.at.map({{"FunctionName", event.at.ref(event.function.id)}});
  if (const Node* queue = sam.require("Queue")) properties.set("EventSourceArn", *queue);
  for (const std::string_view name : {"BatchSize", "Enabled", "FilterCriteria", "FunctionResponseTypes",
                                      "MaximumBatchingWindowInSeconds", "ScalingConfig"}) {
    if (const Node* value = sam.find(name)) properties.set(name, *value);
  }
  event.out.add(event.function, event.at, event.id, "AWS::Lambda::EventSourceMapping", std::move(properties));
  managed_policies.push_back(
      event.at.sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"));
}

// DeadLetterConfig and RetryPolicy, which SAM's rules have in common with CloudFormation's.
void copy_delivery(Fields& sam, Node& target) {
  sam.object("DeadLetterConfig", [&](Fields& config) {
    if (const Node* arn = config.require("Arn")) target.set("DeadLetterConfig", config.node().map({{"Arn", *arn}}));
  });
  if (const Node* retry = sam.find("RetryPolicy")) target.set("RetryPolicy", *retry);
}

void add_rule(const Event& event, Node properties, Node target) {
  properties.set("Targets", event.at.list({std::move(target)}));
  event.out.add(event.function, event.at, event.id, "AWS::Events::Rule", std::move(properties));
  event.add_permission("events.amazonaws.com", "SourceArn", event.at.get_att(event.id, "Arn"));
}

void expand_schedule(const Event& event, Fields& sam) {
  Node target = event.at.map({{"Arn", event.function_arn()}, {"Id", event.at.string(event.id + "LambdaTarget")}});
  Node properties = event.at.map();
  if (const Node* expression = sam.require("Schedule")) properties.set("ScheduleExpression", *expression);
  for (const std::string_view name : {"Description", "Name", "State"}) {
    if (const Node* value = sam.find(name)) properties.set(name, *value);
  }
  if (sam.find("Enabled") && !properties.find("State")) {
    properties.set("State", event.at.string(sam.flag("Enabled", true) ? "ENABLED" : "DISABLED"));
  }
  if (const Node* input = sam.find("Input")) target.set("Input", *input);
  copy_delivery(sam, target);
  add_rule(event, std::move(properties), std::move(target));
}

void expand_event_rule(const Event& event, Fields& sam) {
  Node target = event.at.map({{"Arn", event.function_arn()}, {"Id", event.at.string(event.id + "LambdaTarget")}});
  Node properties = event.at.map();
  if (const Node* pattern = sam.require("Pattern")) properties.set("EventPattern", *pattern);
  for (const auto& [theirs, ours] :
       {std::pair{"EventBusName", "EventBusName"}, {"State", "State"}, {"RuleName", "Name"}}) {
    if (const Node* value = sam.find(theirs)) properties.set(ours, *value);
  }
  for (const std::string_view name : {"Input", "InputPath", "InputTransformer"}) {
    if (const Node* value = sam.find(name)) target.set(name, *value);
  }
  sam.object("Target", [&](Fields& named) {
    if (const Node* id = named.require("Id")) target.set("Id", *id);
  });
  copy_delivery(sam, target);
  add_rule(event, std::move(properties), std::move(target));
}

}  // namespace

void expand_events(Expansion& out, const Resource& function, const Node& events, std::vector<Node>& managed_policies) {
  if (!events.is_map()) out.problems.add(events, "must be a map, not " + std::string(events.kind_name()));
  for (const auto& [name, node] : events.members) {
    const Event event = {.out = out, .function = function, .id = function.id + name, .at = node};
    Fields fields(node, out.problems);
    const std::string type =
        fields.one_of("Type", {"HttpApi", "S3", "SQS", "Schedule", "EventBridgeRule", "CloudWatchEvent"}, "");
    fields.require("Type");
    if (type != "HttpApi") fields.require("Properties");  // without a path: the route $default
    if (type == "HttpApi" && !fields.find("Properties")) {
      const Node none = node.map();
      Fields sam(none, out.problems);
      expand_http_api_event(out, function, event.id, node, sam);
    }
    fields.object("Properties", [&](Fields& sam) {
      if (type == "HttpApi") expand_http_api_event(out, function, event.id, node, sam);
      if (type == "S3") expand_s3(event, sam);
      if (type == "SQS") expand_sqs(event, sam, managed_policies);
      if (type == "Schedule") expand_schedule(event, sam);
      if (type == "EventBridgeRule" || type == "CloudWatchEvent") expand_event_rule(event, sam);
      if (type.empty()) {  // its type is reported; what it holds cannot be judged
        for (const auto& [property, value] : sam.node().members) sam.find(property);
      }
    });
  }
}

}  // namespace cfn::serverless
