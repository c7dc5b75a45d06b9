#include <fmt/format.h>

#include <cstdio>

#include "emulator/commands/client.h"
#include "emulator/commands/execution_figures.h"

// feedmill executions [MACHINE]: how the executions ended, how long they stay in each state, and what goes wrong where.

namespace emulator {
namespace executions_detail {

using base::Json;

// All pages of a listing.
std::vector<Json> list(const Client& client, std::string_view target, Json request, std::string_view member) {
  std::vector<Json> all;
  for (;;) {
    const Json page = client.call(target, request);
    for (const Json& element : page.at(member).elements()) all.push_back(element);
    const Json* next = page.find("nextToken");
    if (!next) return all;
    request.set("nextToken", *next);
  }
}

ExecutionFigures figures_of(const Client& client, const std::string& machine_arn) {
  ExecutionFigures figures;
  for (const Json& execution : list(client, "AWSStepFunctions.ListExecutions",
                                    {{"stateMachineArn", machine_arn}, {"maxResults", 1000}}, "executions")) {
    figures.add(execution.text("status"),
                list(client, "AWSStepFunctions.GetExecutionHistory",
                     {{"executionArn", execution.text("executionArn")}, {"maxResults", 1000}}, "events"));
  }
  return figures;
}

}  // namespace executions_detail

int run_executions(const ClientOptions& options, const std::string& machine) {
  return with_client(options, [&](loop::Loop&, Client& client) {
    bool found = false;
    for (const base::Json& one :
         executions_detail::list(client, "AWSStepFunctions.ListStateMachines", base::Json::object(), "stateMachines")) {
      if (!machine.empty() && one.text("name") != machine) continue;
      found = true;
      const std::string text =
          to_text(one.text("name"), executions_detail::figures_of(client, one.text("stateMachineArn")));
      std::fputs(text.c_str(), stdout);
    }
    if (!found && !machine.empty()) throw std::runtime_error("no such state machine: " + machine);
    return 0;
  });
}

}  // namespace emulator
