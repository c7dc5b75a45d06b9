#include "emulator/integrations.h"

#include <fmt/format.h>

#include <span>

#include "emulator/dynamodb/endpoint.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/events/operations.h"
#include "emulator/lambda/errors.h"
#include "emulator/sns/operations.h"
#include "emulator/sqs/operations.h"

namespace emulator {
namespace integrations_detail {

using base::Json;
using states::TaskError;
using states::TaskOutcome;
using states::TaskRequest;
using states::TaskResult;

// "arn:aws:states:::lambda:invoke.waitForTaskToken" → "invoke"
std::string action_of(const std::string& resource) {
  const std::string last = resource.substr(resource.rfind(':') + 1);
  return last.substr(0, last.find('.'));
}

// A JSON document as the handler wrote it; text that is none is passed on as text.
Json payload_of(const std::string& text) {
  auto parsed = Json::try_parse(text);
  return parsed ? std::move(*parsed) : Json(text);
}

// A handler's error: its errorType is the state machine's error name, all that it said the cause.
TaskError handler_error(const std::string& payload) {
  const Json said = payload_of(payload);
  return {said.text("errorType", "Lambda.Unknown"), payload};
}

TaskOutcome invoke(Parts& parts, const TaskRequest& request, const std::string& name, const Json& payload,
                   bool wrapped) {
  try {
    const auto function = parts.functions->get(request.call, name);
    request.call.require("lambda:InvokeFunction", {function->arn});
    const auto result = parts.functions->invoke(function, payload.dump(), request.call.request_id);
    if (!result.function_error.empty()) return handler_error(result.payload);
    Json output = payload_of(result.payload);
    if (!wrapped) return TaskResult{std::move(output)};
    return TaskResult{Json{{"ExecutedVersion", "$LATEST"},
                           {"Payload", std::move(output)},
                           {"SdkHttpMetadata", Json{{"HttpStatusCode", 200}}},
                           {"SdkResponseMetadata", Json{{"RequestId", request.call.request_id}}},
                           {"StatusCode", 200}}};
  } catch (const protocol::Fault& fault) {
    return TaskError{"Lambda." + fault.code, fmt::format("{} (Service: Lambda, Status Code: {}, Request ID: {})",
                                                         fault.message, fault.status, request.call.request_id)};
  }
}

TaskOutcome invoke_wrapped(Parts& parts, const TaskRequest& request) {
  const std::string name = request.parameters.text("FunctionName");
  const Json* payload = request.parameters.find("Payload");
  const std::string type = request.parameters.text("InvocationType", "RequestResponse");
  if (type == "Event") {
    const auto function = parts.functions->get(request.call, name);
    request.call.require("lambda:InvokeFunction", {function->arn});
    parts.functions->invoke_async(*function, payload ? payload->dump() : "{}", request.call.caller);
    return TaskResult{Json{{"StatusCode", 202}}};
  }
  return invoke(parts, request, name, payload ? *payload : Json::object(), true);
}

// Any operation of a service whose operations take and give JSON, called as if it had come in by HTTP.
template <class Service>
states::Integration json_service(std::string resource_prefix, std::string error_prefix, Service& service,
                                 std::span<const protocol::Operation<Service>* const> operations,
                                 const protocol::FieldFaults& faults) {
  const protocol::OperationList list(service, operations);
  return {.resource_prefix = std::move(resource_prefix),
          .run = [list, &faults, error_prefix = std::move(error_prefix)](const TaskRequest& request) -> TaskOutcome {
            std::string name = action_of(request.resource);
            name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
            const protocol::AnyOperation* operation = list.find(name);
            if (!operation) {
              return TaskError{"States.Runtime",
                               "The resource " + request.resource + " is not supported by this emulator."};
            }
            protocol::Call call = request.call;
            call.action = operation->action;
            try {
              return TaskResult{list.run(*operation, protocol::Fields(request.parameters, faults), call)};
            } catch (const protocol::Fault& fault) {
              return TaskError{error_prefix + fault.code, fault.message};
            }
          }};
}

// SQS and SNS take a structure as message, too: it is sent as its JSON text.
states::Integration with_text(states::Integration integration, std::string member) {
  integration.run = [run = integration.run, member = std::move(member)](const TaskRequest& request) {
    TaskRequest sent = request;
    if (Json* message = sent.parameters.find(member); message && !message->is_string()) *message = message->dump();
    return run(sent);
  };
  return integration;
}

// Details come as structures. An entry that was not taken fails the task, as on AWS.
states::Integration event_bridge(Parts& parts) {
  auto integration =
      json_service<events::EventBridge>("arn:aws:states:::events:putEvents", "EventBridge.", parts.event_bridge,
                                        events::kOperations, *events::protocol_of().faults);
  integration.run = [run = integration.run](const TaskRequest& request) -> TaskOutcome {
    TaskRequest sent = request;
    if (Json* entries = sent.parameters.find("Entries"); entries && entries->is_array()) {
      for (Json& entry : entries->mutable_elements()) {
        if (Json* detail = entry.find("Detail"); detail && !detail->is_string()) *detail = detail->dump();
      }
    }
    TaskOutcome outcome = run(sent);
    const auto* result = std::get_if<TaskResult>(&outcome);
    if (!result || result->output.at("FailedEntryCount").as_int() == 0) return outcome;
    return TaskError{"EventBridge.FailedEntry", result->output.dump()};
  };
  return integration;
}

states::ExecutionRecord start_child(Parts& parts, const TaskRequest& request) {
  const std::string arn = request.parameters.text("StateMachineArn");
  request.call.require("states:StartExecution", {arn});
  const Json* input = request.parameters.find("Input");
  const auto machine = parts.machines.get(arn);
  return parts.executions.start(*machine, request.parameters.text("Name"),
                                !input               ? "{}"
                                : input->is_string() ? input->as_string()
                                                     : input->dump());
}

TaskOutcome start_execution(Parts& parts, const TaskRequest& request) {
  std::string arn;
  if (request.submitted) {
    arn = request.submitted->at("ExecutionArn").as_string();
  } else {
    const auto started = start_child(parts, request);
    arn = started.arn;
    Json output = {{"ExecutionArn", arn}, {"StartDate", base::to_epoch_seconds(started.started)}};
    if (request.resource.find(".sync") == std::string::npos) return TaskResult{std::move(output)};
    request.submit(std::move(output));
  }
  const auto ended = parts.executions.wait_for(arn);
  Json output = {{"ExecutionArn", ended.arn},
                 {"Input", ended.input},
                 {"Name", ended.name},
                 {"StartDate", base::to_epoch_millis(ended.started)},
                 {"StateMachineArn", ended.machine_arn},
                 {"Status", ended.status},
                 {"StopDate", base::to_epoch_millis(ended.stopped.value_or(ended.started))}};
  if (ended.status != "SUCCEEDED") {
    if (ended.error) output.set("Error", *ended.error);
    if (ended.cause) output.set("Cause", *ended.cause);
    return TaskError{"States.TaskFailed", output.dump()};
  }
  // .sync gives the output as text, .sync:2 as JSON.
  output.set("Output", request.resource.ends_with(".sync:2") ? payload_of(ended.output) : Json(ended.output));
  return TaskResult{std::move(output)};
}

}  // namespace integrations_detail

using namespace integrations_detail;

void add_integrations(Parts& parts) {
  parts.tasks.add({.resource_prefix = "arn:aws:lambda:", .run = [&parts](const TaskRequest& request) {
                     return invoke(parts, request, request.resource, request.parameters, false);
                   }});
  parts.tasks.add({.resource_prefix = "arn:aws:states:::lambda:invoke",
                   .run = [&parts](const TaskRequest& request) { return invoke_wrapped(parts, request); }});
  parts.tasks.add({.resource_prefix = "arn:aws:states:::states:startExecution",
                   .run = [&parts](const TaskRequest& request) { return start_execution(parts, request); }});
  parts.tasks.add(json_service<dynamodb::Tables>("arn:aws:states:::dynamodb:", "DynamoDB.", parts.tables,
                                                 dynamodb::kOperations, *dynamodb::protocol_of().faults));
  parts.tasks.add(event_bridge(parts));
  parts.tasks.add(with_text(json_service<sns::Topics>("arn:aws:states:::sns:", "SNS.", parts.topics, sns::kOperations,
                                                      *sns::query_protocol_of().faults),
                            "Message"));
  parts.tasks.add(with_text(json_service<sqs::Queues>("arn:aws:states:::sqs:", "SQS.", parts.queues, sqs::kOperations,
                                                      *sqs::protocol_of().faults),
                            "MessageBody"));
}

}  // namespace emulator
