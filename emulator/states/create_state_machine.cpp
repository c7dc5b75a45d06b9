#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace create_state_machine_operation {

struct Request {
  StateMachine machine = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"name", "definition", "roleArn", "type", "tags", "publish", "loggingConfiguration",
                        "tracingConfiguration"});
    refuse_unsupported_settings(in);
    Request request;
    request.machine.name = in.string("name");
    request.machine.definition = in.string("definition");
    request.machine.role = in.string("roleArn");
    in.each("tags",
            [&](const Fields& tag) { request.machine.tags.emplace_back(tag.string("key"), tag.string("value")); });
    return request;
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call& call) {
  return protocol::make_arn("states", call, "stateMachine:" + request.machine.name);
}

base::Json run(StepFunctions& service, const Request& request, const Call& call) {
  StateMachine machine = request.machine;
  machine.account = call.account;
  machine.region = call.region;
  // The same machine again is answered as it is; another one of that name is not (CreateStateMachine is idempotent).
  if (const auto before = service.machines.find(resource(service, request, call));
      before && (before->definition != machine.definition || before->role != machine.role)) {
    throw state_machine_already_exists(before->arn);
  }
  const auto made = service.machines.put(std::move(machine));
  return {{"stateMachineArn", made->arn}, {"creationDate", base::to_epoch_seconds(made->created)}};
}

}  // namespace create_state_machine_operation

constinit const Operation<StepFunctions> create_state_machine =
    protocol::operation<&create_state_machine_operation::run, &create_state_machine_operation::resource>(
        "states:CreateStateMachine");

}  // namespace states
