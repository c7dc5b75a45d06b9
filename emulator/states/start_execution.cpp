#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace start_execution_operation {

struct Request {
  std::string arn = {};
  std::string name = {};
  std::string input = {};
  std::string trace = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"stateMachineArn", "name", "input", "traceHeader"});
    return {.arn = in.string("stateMachineArn"),
            .name = in.string_or("name", ""),
            .input = in.string_or("input", "{}"),
            .trace = in.string_or("traceHeader", "")};
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

base::Json run(StepFunctions& service, const Request& request, const Call&) {
  const auto record =
      service.executions.start(*service.machines.get(request.arn), request.name, request.input, request.trace);
  return {{"executionArn", record.arn}, {"startDate", base::to_epoch_seconds(record.started)}};
}

}  // namespace start_execution_operation

constinit const Operation<StepFunctions> start_execution =
    protocol::operation<&start_execution_operation::run, &start_execution_operation::resource>("states:StartExecution");

}  // namespace states
