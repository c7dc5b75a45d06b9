#include "ports/executions.h"

#include <fmt/format.h>

#include "base/text.h"

namespace ports {

std::string Executions::start(std::string_view name, const base::Json& input) {
  try {
    const base::Json answer =
        client_.call(aws::kStepFunctions, "StartExecution",
                     {{"stateMachineArn", state_machine_arn_}, {"name", name}, {"input", input.dump()}});
    return answer.at("executionArn").as_string();
  } catch (const aws::Error& error) {
    if (error.code() != "ExecutionAlreadyExists") throw;
    return fmt::format("{}:{}", base::replace_all(state_machine_arn_, ":stateMachine:", ":execution:"), name);
  }
}

bool Executions::is_running(std::string_view execution_arn) {
  try {
    const base::Json answer = client_.call(aws::kStepFunctions, "DescribeExecution", {{"executionArn", execution_arn}});
    const std::string status = answer.text("status");
    return status == "RUNNING" || status == "PENDING_REDRIVE";
  } catch (const aws::Error& error) {
    if (error.code() == "ExecutionDoesNotExist") return false;
    throw;
  }
}

}  // namespace ports
