#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace send_task_success_operation {

struct Request {
  std::string token = {};
  base::Json output = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"taskToken", "output"});
    try {
      return {.token = in.string("taskToken"), .output = base::Json::parse(in.string("output"))};
    } catch (const base::JsonError& error) {
      throw invalid_output(error.what());
    }
  }
};

std::string resource(const StepFunctions&, const Request&, const Call&) { return "*"; }

void run(StepFunctions& service, const Request& request, const Call&) {
  service.executions.task_succeeded(request.token, request.output);
}

}  // namespace send_task_success_operation

constinit const Operation<StepFunctions> send_task_success =
    protocol::operation<&send_task_success_operation::run, &send_task_success_operation::resource>(
        "states:SendTaskSuccess");

}  // namespace states
