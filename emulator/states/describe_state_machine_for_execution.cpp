#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace describe_state_machine_for_execution_operation {

struct Request {
  std::string arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"executionArn"});
    return {.arn = in.string("executionArn")};
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

base::Json run(StepFunctions& service, const Request& request, const Call&) {
  const ExecutionRecord record = service.executions.get(request.arn);
  const std::string& arn = record.machine_arn;
  const auto machine = service.machines.find(arn);
  return {{"stateMachineArn", arn},
          {"name", arn.substr(arn.rfind(':') + 1)},
          {"definition", record.definition},
          {"roleArn", record.role},
          {"loggingConfiguration", base::Json{{"level", "OFF"}, {"includeExecutionData", false}}},
          {"tracingConfiguration", base::Json{{"enabled", false}}},
          {"updateDate", base::to_epoch_seconds(machine ? machine->updated : record.started)}};
}

}  // namespace describe_state_machine_for_execution_operation

constinit const Operation<StepFunctions> describe_state_machine_for_execution =
    protocol::operation<&describe_state_machine_for_execution_operation::run,
                        &describe_state_machine_for_execution_operation::resource>(
        "states:DescribeStateMachineForExecution");

}  // namespace states
