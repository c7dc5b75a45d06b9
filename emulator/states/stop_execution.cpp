#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace stop_execution_operation {

struct Request {
  std::string arn = {};
  std::optional<std::string> error = {};
  std::optional<std::string> cause = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"executionArn", "error", "cause"});
    return {.arn = in.string("executionArn"), .error = in.find_string("error"), .cause = in.find_string("cause")};
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

base::Json run(StepFunctions& service, const Request& request, const Call& call) {
  service.executions.stop(request.arn, request.error, request.cause);
  return {{"stopDate", base::to_epoch_seconds(service.executions.get(request.arn).stopped.value_or(call.now))}};
}

}  // namespace stop_execution_operation

constinit const Operation<StepFunctions> stop_execution =
    protocol::operation<&stop_execution_operation::run, &stop_execution_operation::resource>("states:StopExecution");

}  // namespace states
