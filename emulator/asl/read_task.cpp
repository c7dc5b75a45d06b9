#include <algorithm>

#include "base/text.h"
#include "emulator/asl/definition_reader.h"

namespace asl {
namespace read_task_detail {

constexpr std::int64_t kMaxSeconds = 99'999'999;

// The optimised integrations, with what each can wait for. (Developer Guide, "Integrating services")
struct Integration {
  std::string_view name = {};
  bool sync = false;
  bool token = false;
};
constexpr Integration kIntegrations[] = {
    {"apigateway:invoke", false, true}, {"batch:submitJob", true, false},      {"dynamodb:deleteItem", false, false},
    {"dynamodb:getItem", false, false}, {"dynamodb:putItem", false, false},    {"dynamodb:updateItem", false, false},
    {"ecs:runTask", true, true},        {"events:putEvents", false, true},     {"glue:startJobRun", true, false},
    {"http:invoke", false, false},      {"lambda:invoke", false, true},        {"sns:publish", false, true},
    {"sqs:sendMessage", false, true},   {"states:startExecution", true, true},
};

bool is_known(const TaskResource& resource, std::string_view action, std::string_view pattern) {
  if (resource.service.starts_with("aws-sdk:")) {
    return !action.empty() && (pattern.empty() || pattern == "waitForTaskToken");
  }
  const std::string name = resource.service + ":" + std::string(action);
  const auto* known = std::ranges::find(kIntegrations, name, &Integration::name);
  if (known == std::end(kIntegrations)) {
    return false;
  }
  return pattern.empty() || (pattern == "waitForTaskToken" && known->token) || (pattern == "sync" && known->sync) ||
         (pattern == "sync:2" && name == "states:startExecution");
}

void read_resource(const DefinitionReader& in, TaskResource& resource, MachineType type) {
  resource.arn = in.text("Resource");
  const auto parts = base::split(resource.arn, ':');
  const auto unknown = [&] {
    in.complain("Resource", "The resource provided " + resource.arn +
                                " is not recognized. The value is not a valid resource ARN, or the resource is not "
                                "available in this region.");
  };
  if (parts.size() < 6 || parts[0] != "arn") {
    return unknown();
  }
  if (parts[2] == "lambda" && parts[5] == "function" && parts.size() >= 7) {
    return;
  }
  if (parts[2] == "states" && parts[5] == "activity") {
    return in.complain("Resource", "Activities are not supported yet");
  }
  if (parts[2] != "states" || !parts[3].empty() || parts.size() < 7) {
    return unknown();
  }
  // arn:aws:states:::sqs:sendMessage.waitForTaskToken, arn:aws:states:::aws-sdk:s3:getObject
  resource.kind = TaskResource::Kind::kService;
  const std::size_t first_of_action = parts[5] == "aws-sdk" ? 7 : 6;
  resource.service = std::string(parts[5]) + (parts[5] == "aws-sdk" ? ":" + std::string(parts[6]) : "");
  for (std::size_t i = first_of_action; i < parts.size(); ++i) {
    resource.action += (i > first_of_action ? ":" : "") + std::string(parts[i]);
  }
  const std::string_view whole = resource.action;
  const auto dot = std::min(whole.find('.'), whole.size());
  const auto pattern = dot < whole.size() ? whole.substr(dot + 1) : std::string_view();
  resource.wants_token = pattern == "waitForTaskToken";
  resource.is_sync = pattern.starts_with("sync");
  if (type == MachineType::kExpress && resource.wants_token) {
    return in.complain("Resource", "Express state machine does not support '.waitForTaskToken' service integration ");
  }
  if (type == MachineType::kExpress && resource.is_sync) {
    return in.complain("Resource", "Express state machine does not support '.sync' service integration");
  }
  if (!is_known(resource, whole.substr(0, dot), pattern)) {
    unknown();
  }
}

Given<std::int64_t> read_seconds(const DefinitionReader& in, const std::string& field) {
  if (in.object().contains(field) && in.object().contains(field + "Path")) {
    in.complain("Only one of the fields '" + field + "' and '" + field + "Path' may be set");
  }
  return {.value = in.integer(field, 1, kMaxSeconds), .path = in.path(field + "Path")};
}

}  // namespace read_task_detail

void read_task(const DefinitionReader& in, State& state, const ReadingContext& context) {
  in.require({"Resource"});
  if (in.object().contains("Resource")) {
    read_task_detail::read_resource(in, state.resource, context.type);
  }
  state.timeout_seconds = read_task_detail::read_seconds(in, "TimeoutSeconds");
  state.heartbeat_seconds = read_task_detail::read_seconds(in, "HeartbeatSeconds");
  if (state.timeout_seconds.value && state.heartbeat_seconds.value &&
      *state.heartbeat_seconds.value >= *state.timeout_seconds.value) {
    in.complain("HeartbeatSeconds", "HeartbeatSeconds must be smaller than TimeoutSeconds");
  }
  state.credentials = in.payload_template("Credentials");
  if (state.credentials && !state.credentials->contains("RoleArn") && !state.credentials->contains("RoleArn.$")) {
    in.complain("Credentials", "The field 'RoleArn' is required but was missing");
  }
}

}  // namespace asl
