#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace validate_state_machine_definition_operation {

struct Request {
  std::string definition = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"definition", "type", "severity"});  // there are errors only, and STANDARD machines
    refuse_unsupported_settings(in);
    return {.definition = in.string("definition")};
  }
};

std::string resource(const StepFunctions&, const Request&, const Call&) { return "*"; }

base::Json run(StepFunctions&, const Request& request, const Call&) {
  base::Json diagnostics = base::Json::array();
  for (const asl::Problem& problem : asl::validate(request.definition)) {
    base::Json diagnostic = {{"severity", "ERROR"}, {"code", problem.code}, {"message", problem.message}};
    if (!problem.location.empty()) diagnostic.set("location", problem.location);
    diagnostics.push_back(std::move(diagnostic));
  }
  return {{"result", diagnostics.empty() ? "OK" : "FAIL"}, {"diagnostics", diagnostics}, {"truncated", false}};
}

}  // namespace validate_state_machine_definition_operation

constinit const Operation<StepFunctions> validate_state_machine_definition =
    protocol::operation<&validate_state_machine_definition_operation::run,
                        &validate_state_machine_definition_operation::resource>(
        "states:ValidateStateMachineDefinition");

}  // namespace states
