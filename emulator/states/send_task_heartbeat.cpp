#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace send_task_heartbeat_operation {

struct Request {
  std::string token = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"taskToken"});
    return {.token = in.string("taskToken")};
  }
};

std::string resource(const StepFunctions&, const Request&, const Call&) { return "*"; }

void run(StepFunctions& service, const Request& request, const Call&) {
  service.executions.task_heartbeat(request.token);
}

}  // namespace send_task_heartbeat_operation

constinit const Operation<StepFunctions> send_task_heartbeat =
    protocol::operation<&send_task_heartbeat_operation::run, &send_task_heartbeat_operation::resource>(
        "states:SendTaskHeartbeat");

}  // namespace states
