#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace send_task_failure_operation {

struct Request {
  std::string token = {};
  std::string error = {};
  std::string cause = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"taskToken", "error", "cause"});
    return {.token = in.string("taskToken"), .error = in.string_or("error", ""), .cause = in.string_or("cause", "")};
  }
};

std::string resource(const StepFunctions&, const Request&, const Call&) { return "*"; }

void run(StepFunctions& service, const Request& request, const Call&) {
  service.executions.task_failed(request.token, request.error, request.cause);
}

}  // namespace send_task_failure_operation

constinit const Operation<StepFunctions> send_task_failure =
    protocol::operation<&send_task_failure_operation::run, &send_task_failure_operation::resource>(
        "states:SendTaskFailure");

}  // namespace states
