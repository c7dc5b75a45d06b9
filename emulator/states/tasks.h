#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"
#include "emulator/protocol/call.h"

namespace states {

// What a Task state asks of another service, and what came of it. Who stands behind a resource, `main` registers.

struct TaskRequest {
  std::string resource = {};  // "arn:aws:states:::lambda:invoke", or a function's own ARN
  base::Json parameters = {};
  protocol::Call call = {};  // under the state machine's role
  std::string token = {};    // of .waitForTaskToken; the context object has it already
  // Of .sync: the service has taken the request, what it gave back goes into the history, and the result is still to
  // come. Where `submitted` is there, that was before the emulator's last end: do not ask the service again.
  std::function<void(base::Json output)> submit = {};
  std::optional<base::Json> submitted = {};
};

struct TaskResult {
  base::Json output = {};
};
struct TaskError {
  std::string error = {};  // "DynamoDB.ConditionalCheckFailedException"
  std::string cause = {};
};
using TaskOutcome = std::variant<TaskResult, TaskError>;

struct Integration {
  std::string resource_prefix = {};
  std::function<TaskOutcome(const TaskRequest&)> run = {};  // on a fiber of its own; may wait
};

class Tasks {
 public:
  void add(Integration integration) { integrations_.push_back(std::move(integration)); }
  // The longest prefix that fits decides. A resource that nobody stands behind is the error that AWS gives at run time.
  TaskOutcome run(const TaskRequest& request) const;

 private:
  std::vector<Integration> integrations_ = {};
};

}  // namespace states
