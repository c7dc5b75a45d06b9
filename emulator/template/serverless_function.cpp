#include "emulator/template/serverless.h"

namespace cfn::serverless {
namespace {

// Properties that SAM hands on as they are.
constexpr std::string_view kSameName[] = {"Architectures",    "Description",  "Environment",
                                          "EphemeralStorage", "FunctionName", "Handler",
                                          "LoggingConfig",    "MemorySize",   "ReservedConcurrentExecutions",
                                          "Runtime",          "Timeout"};

// What a function says counts; maps are merged and lists joined, the global part first. (SAM, Globals section)
Node merge(const Node& global, const Node& own) {
  if (global.is_list() && own.is_list()) {
    Node result = global;
    result.items.insert(result.items.end(), own.items.begin(), own.items.end());
    return result;
  }
  if (!global.is_map() || !own.is_map()) return own;
  Node result = own.map();
  for (const auto& [name, value] : global.members) {
    const Node* mine = own.find(name);
    result.set(name, mine ? merge(value, *mine) : value);
  }
  for (const auto& [name, value] : own.members) {
    if (!global.find(name)) result.set(name, value);
  }
  return result;
}

void check_globals(const Node& globals, Problems& problems) {
  Fields fields(globals, problems);
  for (const std::string_view name : kSameName) {
    if (name != "FunctionName") fields.find(name);
  }
  for (const std::string_view name : {"CodeUri", "DeadLetterQueue", "EventInvokeConfig", "Role", "Tags"})
    fields.find(name);
}

void add_invoke_config(Expansion& out, const Resource& function, const Node& config) {
  Fields sam(config, out.problems);
  Node properties = config.map({{"FunctionName", config.ref(function.id)}, {"Qualifier", config.string("$LATEST")}});
  for (const std::string_view name : {"MaximumEventAgeInSeconds", "MaximumRetryAttempts"}) {
    if (const Node* value = sam.find(name)) properties.set(name, *value);
  }
  sam.object("DestinationConfig", [&](Fields& outcomes) {
    Node destinations = outcomes.node().map();
    for (const std::string_view outcome : {"OnFailure", "OnSuccess"}) {
      outcomes.object(outcome, [&](Fields& fields) {
        fields.one_of("Type", {"EventBridge", "Lambda", "SNS", "SQS"}, "");
        const Node* target = fields.require("Destination");
        if (target) destinations.set(outcome, fields.node().map({{"Destination", *target}}));
      });
    }
    properties.set("DestinationConfig", destinations);
  });
  out.add(function, config, function.id + "EventInvokeConfig", "AWS::Lambda::EventInvokeConfig", std::move(properties));
}

}  // namespace

void expand_function(Expansion& out, const Resource& function, const Node& globals) {
  check_globals(globals, out.problems);
  const Node merged = merge(globals, function.properties);
  Fields sam(merged, out.problems);
  Node properties = function.properties.map();
  for (const std::string_view name : kSameName) {
    if (const Node* value = sam.find(name)) properties.set(name, *value);
  }
  if (const Node* code = sam.require("CodeUri")) properties.set("Code", *code);
  if (const Node* tags = sam.find("Tags")) properties.set("Tags", to_tag_list(*tags, out.problems));
  sam.object("DeadLetterQueue", [&](Fields& queue) {
    queue.one_of("Type", {"SNS", "SQS"}, "");
    if (const Node* target = queue.require("TargetArn")) {
      properties.set("DeadLetterConfig", queue.node().map({{"TargetArn", *target}}));
    }
  });
  if (const Node* config = sam.find("EventInvokeConfig")) add_invoke_config(out, function, *config);

  sam.object("FunctionUrlConfig", [&](Fields& url) { expand_function_url(out, function, url); });

  std::vector<Node> managed = {
      function.properties.sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")};
  if (const Node* events = sam.find("Events")) expand_events(out, function, *events, managed);
  const Node* role = sam.find("Role");
  const Node* policies = sam.find("Policies");
  if (role && policies) out.problems.add(*policies, "Policies has no effect beside Role; drop one");
  properties.set("Role", role ? *role : add_role(out, function, "lambda.amazonaws.com", policies, std::move(managed)));

  Resource plain = function;
  plain.type = "AWS::Lambda::Function";
  plain.properties = std::move(properties);
  *out.find(function.id) = std::move(plain);
}

}  // namespace cfn::serverless
