#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace delete_state_machine_operation {

struct Request {
  std::string arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"stateMachineArn"});
    return {.arn = in.string("stateMachineArn")};
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

void run(StepFunctions& service, const Request& request, const Call&) { service.machines.remove(request.arn); }

}  // namespace delete_state_machine_operation

constinit const Operation<StepFunctions> delete_state_machine =
    protocol::operation<&delete_state_machine_operation::run, &delete_state_machine_operation::resource>(
        "states:DeleteStateMachine");

}  // namespace states
