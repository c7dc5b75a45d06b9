#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace update_state_machine_operation {

struct Request {
  std::string arn = {};
  std::optional<std::string> definition = {};
  std::optional<std::string> role = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"stateMachineArn", "definition", "roleArn", "loggingConfiguration", "tracingConfiguration"});
    refuse_unsupported_settings(in);
    Request request{.arn = in.string("stateMachineArn"),
                    .definition = in.find_string("definition"),
                    .role = in.find_string("roleArn")};
    if (!request.definition && !request.role) {
      throw Fault("MissingRequiredParameter", 400,
                  "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be "
                  "specified");
    }
    return request;
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

base::Json run(StepFunctions& service, const Request& request, const Call&) {
  StateMachine machine = *service.machines.get(request.arn);
  machine.definition = request.definition.value_or(machine.definition);
  machine.role = request.role.value_or(machine.role);
  const auto made = service.machines.update(std::move(machine));
  return {{"updateDate", base::to_epoch_seconds(made->updated)}, {"revisionId", made->revision}};
}

}  // namespace update_state_machine_operation

constinit const Operation<StepFunctions> update_state_machine =
    protocol::operation<&update_state_machine_operation::run, &update_state_machine_operation::resource>(
        "states:UpdateStateMachine");

}  // namespace states
