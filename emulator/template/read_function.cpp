#include <algorithm>

#include "emulator/template/readers.h"

namespace cfn {
namespace {

std::map<std::string, std::string> read_environment(Fields& in, Problems& problems) {
  std::map<std::string, std::string> variables;
  in.object("Environment", [&](Fields& environment) {
    environment.entries("Variables", [&](const std::string& name, const Node& value) {
      if (const auto text = find_scalar(value, problems)) variables[name] = *text;
    });
  });
  return variables;
}

}  // namespace

// Source: AWS::Lambda::Function; Lambda quotas.
void read_function(Reading& reading) {
  Fields& in = reading.in;
  Function function = {.origin = reading.origin, .name = reading.name, .arn = reading.arn};
  in.find("FunctionName");
  function.description = in.text("Description");
  // A path, as `aws cloudformation package` takes it. Code in S3 or inline cannot be run from a build tree.
  function.code_uri = in.require_text("Code");
  in.require("Handler");
  function.handler = in.text("Handler");
  in.require("Runtime");
  function.runtime = in.one_of("Runtime", {"provided.al2023"}, "provided.al2023");
  const std::vector<std::string> architectures = in.texts("Architectures");
  function.architecture = architectures.empty() ? "x86_64" : architectures.front();
  if (architectures.size() > 1 || (function.architecture != "x86_64" && function.architecture != "arm64")) {
    reading.problems.add(*in.find("Architectures"), "must hold one of x86_64 and arm64");
  }
  function.memory_mb = static_cast<int>(in.integer("MemorySize", {128, 10'240}, 128));
  function.timeout = seconds(in.integer("Timeout", {1, 900}, 3));
  in.object("EphemeralStorage", [&](Fields& storage) {
    storage.require("Size");
    function.ephemeral_storage_mb = static_cast<int>(storage.integer("Size", {512, 10'240}, 512));
  });
  if (const auto limit = in.find_integer("ReservedConcurrentExecutions", {0, 1000})) {
    function.reserved_concurrency = static_cast<int>(*limit);
  }
  function.environment = read_environment(in, reading.problems);
  function.role_arn = in.require_text("Role");
  function.log_group = "/aws/lambda/" + reading.name;
  in.object("LoggingConfig", [&](Fields& logging) {
    function.log_group = logging.text("LogGroup", function.log_group);
    function.log_format = logging.one_of("LogFormat", {"Text", "JSON"}, "Text");
  });
  in.object("DeadLetterConfig", [&](Fields& queue) { function.dead_letter_arn = queue.require_text("TargetArn"); });
  function.tags = read_tags(in);
  reading.stack.functions.push_back(std::move(function));
}

void read_invoke_config(Reading& reading) {
  Fields& in = reading.in;
  const std::string name = in.require_text("FunctionName");
  in.require("Qualifier");
  in.one_of("Qualifier", {"$LATEST"}, "");
  AsyncInvoke config;
  config.maximum_retries = static_cast<int>(in.integer("MaximumRetryAttempts", {0, 2}, 2));
  config.maximum_event_age = seconds(in.integer("MaximumEventAgeInSeconds", {60, 21'600}, 21'600));
  in.object("DestinationConfig", [&](Fields& outcomes) {
    outcomes.object("OnFailure", [&](Fields& to) { config.on_failure_arn = to.require_text("Destination"); });
    outcomes.object("OnSuccess", [&](Fields& to) { config.on_success_arn = to.require_text("Destination"); });
  });
  const auto function = std::ranges::find_if(
      reading.stack.functions, [&](const Function& known) { return known.name == name || known.arn == name; });
  if (function != reading.stack.functions.end()) {
    function->async_invoke = std::move(config);
  } else if (!name.empty()) {
    in.problem("there is no function " + name + " in this template");
  }
}

void read_event_source(Reading& reading) {
  Fields& in = reading.in;
  EventSource source = {.origin = reading.origin, .function = in.require_text("FunctionName")};
  source.source_arn = in.require_text("EventSourceArn");
  if (!source.source_arn.empty() && source.source_arn.find(":sqs:") == std::string::npos) {
    reading.problems.add(*in.find("EventSourceArn"), "'" + source.source_arn +
                                                         "' is not the ARN of a queue; supported "
                                                         "event sources are SQS queues");
  }
  source.batching_window = seconds(in.integer("MaximumBatchingWindowInSeconds", {0, 300}, 0));
  const bool waits = source.batching_window > seconds(0);
  source.batch_size = static_cast<int>(in.integer("BatchSize", {1, waits ? 10'000 : 10}, 10));
  source.enabled = in.flag("Enabled", true);
  if (source.source_arn.ends_with(".fifo") && waits) {
    reading.problems.add(*in.find("MaximumBatchingWindowInSeconds"), "a FIFO queue has no batching window");
  }
  for (const std::string& type : in.texts("FunctionResponseTypes")) {
    source.report_batch_item_failures = type == "ReportBatchItemFailures";
    if (source.report_batch_item_failures) continue;
    reading.problems.add(*in.find("FunctionResponseTypes"), "'" + type +
                                                                "' is not supported; supported here: "
                                                                "ReportBatchItemFailures");
  }
  in.object("ScalingConfig", [&](Fields& scaling) {
    const auto most = scaling.find_integer("MaximumConcurrency", {2, 1000});
    if (most) source.maximum_concurrency = static_cast<int>(*most);
  });
  in.object("FilterCriteria", [&](Fields& criteria) {
    criteria.objects("Filters",
                     [&](Fields& filter) { source.filter_patterns.push_back(filter.require_text("Pattern")); });
  });
  reading.stack.event_sources.push_back(std::move(source));
}

void read_permission(Reading& reading) {
  Fields& in = reading.in;
  Permission permission = {.origin = reading.origin, .function = in.require_text("FunctionName")};
  permission.action = in.require_text("Action");
  permission.principal = in.require_text("Principal");
  permission.source_arn = in.text("SourceArn");
  permission.source_account = in.text("SourceAccount");
  permission.function_url_auth_type = in.one_of("FunctionUrlAuthType", {"AWS_IAM", "NONE"}, "");
  reading.stack.permissions.push_back(std::move(permission));
}

}  // namespace cfn
