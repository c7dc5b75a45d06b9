#include <algorithm>

#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace list_executions_operation {

constexpr std::string_view kStatuses[] = {"RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"};

struct Request {
  std::string arn = {};
  std::string status = {};
  Page page = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"stateMachineArn", "statusFilter", "maxResults", "nextToken"});
    Request request{
        .arn = in.string("stateMachineArn"), .status = in.string_or("statusFilter", ""), .page = Page::from(in)};
    if (!request.status.empty() && std::ranges::find(kStatuses, request.status) == std::end(kStatuses)) {
      throw validation(fmt::format(
          "1 validation error detected: Value '{}' at 'statusFilter' failed to satisfy constraint: Member must "
          "satisfy enum value set: [{}]",
          request.status, fmt::join(kStatuses, ", ")));
    }
    return request;
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

base::Json run(StepFunctions& service, const Request& request, const Call&) {
  service.machines.get(request.arn);
  base::Json shown = base::Json::array();
  for (const ExecutionRecord& record : service.executions.list(request.arn, request.status))
    shown.push_back(summary(record));
  return request.page.cut("executions", shown);
}

}  // namespace list_executions_operation

constinit const Operation<StepFunctions> list_executions =
    protocol::operation<&list_executions_operation::run, &list_executions_operation::resource>("states:ListExecutions");

}  // namespace states
