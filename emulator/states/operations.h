#pragma once

#include <initializer_list>
#include <string_view>

#include "emulator/protocol/endpoint.h"
#include "emulator/protocol/operation.h"
#include "emulator/states/executions.h"
#include "emulator/states/machines.h"

// Everything this emulator speaks of Step Functions (JSON 1.0).

namespace states {

using protocol::Call;
using protocol::Fields;
using protocol::Operation;

struct StepFunctions {
  Machines& machines;
  Executions& executions;
};

extern const Operation<StepFunctions> create_state_machine, delete_state_machine, describe_execution,
    describe_state_machine, describe_state_machine_for_execution, get_execution_history, list_executions,
    list_state_machines, list_tags_for_resource, send_task_failure, send_task_heartbeat, send_task_success,
    start_execution, stop_execution, tag_resource, untag_resource, update_state_machine,
    validate_state_machine_definition;

inline constexpr const Operation<StepFunctions>* kOperations[] = {&create_state_machine,
                                                                  &delete_state_machine,
                                                                  &describe_execution,
                                                                  &describe_state_machine,
                                                                  &describe_state_machine_for_execution,
                                                                  &get_execution_history,
                                                                  &list_executions,
                                                                  &list_state_machines,
                                                                  &list_tags_for_resource,
                                                                  &send_task_failure,
                                                                  &send_task_heartbeat,
                                                                  &send_task_success,
                                                                  &start_execution,
                                                                  &stop_execution,
                                                                  &tag_resource,
                                                                  &untag_resource,
                                                                  &update_state_machine,
                                                                  &validate_state_machine_definition};

// --- what the operations share ---

void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known);  // throws validation()
// EXPRESS machines, logging and tracing are not there: asked for, they are refused.
void refuse_unsupported_settings(const Fields& in);

// maxResults and nextToken of the lists. The token is the index of the next page's first element.
struct Page {
  std::size_t limit = 100;
  std::size_t first = 0;
  static Page from(const Fields& in);
  base::Json cut(std::string_view name, const base::Json& all) const;
};

base::Json summary(const ExecutionRecord& record);  // what ListExecutions shows of one

protocol::JsonProtocol protocol_of();

}  // namespace states
