#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace list_state_machines_operation {

struct Request {
  Page page = {};
  static Request from(const Fields& in) { return {.page = Page::from(in)}; }
};

std::string resource(const StepFunctions&, const Request&, const Call&) { return "*"; }

base::Json run(StepFunctions& service, const Request& request, const Call& call) {
  base::Json shown = base::Json::array();
  for (const auto& machine : service.machines.list(call)) {
    shown.push_back({{"stateMachineArn", machine->arn},
                     {"name", machine->name},
                     {"type", "STANDARD"},
                     {"creationDate", base::to_epoch_seconds(machine->created)}});
  }
  return request.page.cut("stateMachines", shown);
}

}  // namespace list_state_machines_operation

constinit const Operation<StepFunctions> list_state_machines =
    protocol::operation<&list_state_machines_operation::run, &list_state_machines_operation::resource>(
        "states:ListStateMachines");

}  // namespace states
