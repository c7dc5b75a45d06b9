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
    return arn_of(name);
  }
}

bool Executions::exists(std::string_view name) { return !find_status(arn_of(name)).empty(); }

bool Executions::is_running(std::string_view execution_arn) { return find_status(execution_arn) == "RUNNING"; }

// arn:aws:states:<region>:<account>:stateMachine:<machine> → …:execution:<machine>:<name>
std::string Executions::arn_of(std::string_view name) const {
  return fmt::format("{}:{}", base::replace_all(state_machine_arn_, ":stateMachine:", ":execution:"), name);
}

std::string Executions::find_status(std::string_view execution_arn) {
  try {
    return client_.call(aws::kStepFunctions, "DescribeExecution", {{"executionArn", execution_arn}}).text("status");
  } catch (const aws::Error& error) {
    if (error.code() == "ExecutionDoesNotExist") return "";
    throw;
  }
}

}  // namespace ports
