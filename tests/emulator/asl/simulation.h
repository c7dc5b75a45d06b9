#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "emulator/asl/execution.h"

// Simulation: carries out the commands of an execution against scripted tasks and a clock of its own, which stands
// still but for timers and tasks that take time.

namespace asl {

struct TaskOutcome {
  std::optional<Json> output = {};  // else it fails with `error`
  std::string error = {};
  std::string cause = {};
  double seconds = 0;
  std::optional<Json> submitted = {};  // what the service answers at once, of .sync and .waitForTaskToken
};

struct SimulationOptions {
  std::function<TaskOutcome(const RunTask&)> run_task = {};
  Identity identity = {.execution_arn = "arn:aws:states:us-east-1:123456789012:execution:machine:run",
                       .execution_name = "run",
                       .role_arn = "arn:aws:iam::123456789012:role/role",
                       .machine_arn = "arn:aws:states:us-east-1:123456789012:stateMachine:machine",
                       .machine_name = "machine"};
  std::uint64_t seed = 1;
  bool store_every_step = false;          // encode and decode the value after each step
  std::optional<double> stop_after = {};  // StopExecution after so many seconds
  int max_events = 5'000;
};

struct SimulationResult {
  std::optional<Done> done = {};  // nothing: it still waits, or max_events were not enough
  std::vector<Json> history = {};
  std::vector<Command> left = {};  // pending() at the end
  base::Duration took = {};
};

SimulationResult simulate(const Machine& machine, const std::string& input, const SimulationOptions& options);

}  // namespace asl
