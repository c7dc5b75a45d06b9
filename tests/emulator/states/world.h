#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "emulator/faults/vfs.h"
#include "emulator/loop/on_loop.h"
#include "emulator/states/operations.h"
#include "emulator/store/temporary_directory.h"
#include "support/in_memory.h"

namespace states {

using base::Json;

// Step Functions with integrations that a test writes, for as long as a test's fiber runs.
struct World {
  explicit World(loop::Loop& the_loop, const store::Store::Options& options = {})
      : loop(the_loop), store(loop, options) {}

  // `resource`: behind "arn:aws:states:::"
  void on(const std::string& resource, std::function<TaskOutcome(const TaskRequest&)> run) {
    tasks.add({.resource_prefix = "arn:aws:states:::" + resource, .run = std::move(run)});
  }
  std::shared_ptr<const StateMachine> add(const std::string& name, std::string definition) {
    return machines.put({.account = "000000000000",
                         .region = "us-east-1",
                         .name = name,
                         .definition = std::move(definition),
                         .role = "arn:aws:iam::000000000000:role/r"});
  }
  std::string start(const StateMachine& machine, std::string input = "{}", std::string name = "run") {
    return executions.start(machine, std::move(name), std::move(input)).arn;
  }
  // Starts it and lets the world come to rest.
  ExecutionRecord run(const std::string& definition, std::string input = "{}") {
    const std::string arn = start(*add("m", definition), std::move(input));
    EXPECT_TRUE(loop.settle(loop::soon()));
    return executions.get(arn);
  }
  // "SUCCEEDED {…}", "FAILED Error: cause"
  std::string outcome(const std::string& arn) const {
    const ExecutionRecord record = executions.get(arn);
    if (record.status == "SUCCEEDED") return record.status + " " + record.output;
    return record.status + (record.error ? " " + *record.error : "") + (record.cause ? ": " + *record.cause : "");
  }
  std::vector<std::string> types(const std::string& arn) const {
    std::vector<std::string> result;
    for (const Json& event : executions.history(arn, 1, 1000, store::Order::kAscending))
      result.push_back(event.text("type"));
    return result;
  }
  std::string call(std::string_view operation, std::string_view request) {
    return support::run_json(endpoint, operation, request, loop.now());
  }

  loop::Loop& loop;
  store::Store store;
  iam::Access access{"000000000000", "us-east-1"};
  Machines machines{loop, store};
  Tasks tasks = {};
  Executions executions{loop, store, access, machines, tasks};
  StepFunctions service{machines, executions};
  protocol::JsonEndpoint endpoint{protocol_of(), service,
                                  std::span<const Operation<StepFunctions>* const>(kOperations)};
};

inline void with_states(const std::function<void(World&)>& body) {
  loop::on_virtual_loop([&](loop::Loop& loop) {
    World world(loop);
    body(world);
  });
}

// A machine of one Task state; `more` are further members of it.
inline std::string task_machine(const std::string& resource, const std::string& more = "") {
  return R"({"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::)" + resource +
         R"(", "Parameters": {"id.$": "$.id"}, "End": true)" + (more.empty() ? "" : ", " + more) + "}}}";
}

}  // namespace states
