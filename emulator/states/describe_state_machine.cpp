#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace describe_state_machine_operation {

struct Request {
  std::string arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"stateMachineArn"});
    return {.arn = in.string("stateMachineArn")};
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

base::Json run(StepFunctions& service, const Request& request, const Call&) {
  const auto machine = service.machines.get(request.arn);
  base::Json answer = {{"stateMachineArn", machine->arn},
                       {"name", machine->name},
                       {"status", "ACTIVE"},
                       {"definition", machine->definition},
                       {"roleArn", machine->role},
                       {"type", "STANDARD"},
                       {"creationDate", base::to_epoch_seconds(machine->created)},
                       {"loggingConfiguration", base::Json{{"level", "OFF"}, {"includeExecutionData", false}}},
                       {"tracingConfiguration", base::Json{{"enabled", false}}}};
  if (!machine->revision.empty()) answer.set("revisionId", machine->revision);
  return answer;
}

}  // namespace describe_state_machine_operation

constinit const Operation<StepFunctions> describe_state_machine =
    protocol::operation<&describe_state_machine_operation::run, &describe_state_machine_operation::resource>(
        "states:DescribeStateMachine");

}  // namespace states
