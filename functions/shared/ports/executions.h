#pragma once

#include <string>
#include <string_view>

#include "aws/client.h"
#include "base/json.h"

namespace ports {

// Executions of one state machine.
class Executions {
 public:
  Executions(aws::Client& client, std::string state_machine_arn)
      : client_(client), state_machine_arn_(std::move(state_machine_arn)) {}

  // Starts the execution of that name, once: one that was started before, even if it has ended since, counts. Its ARN.
  std::string start(std::string_view name, const base::Json& input);
  // Whether an execution of that name was ever started.
  bool exists(std::string_view name);
  // Whether it is still under way. One that Step Functions has forgotten (after 90 days) is not.
  bool is_running(std::string_view execution_arn);

 private:
  std::string arn_of(std::string_view name) const;
  std::string find_status(std::string_view execution_arn);  // "" where it is not known

  aws::Client& client_;
  std::string state_machine_arn_;
};

}  // namespace ports
