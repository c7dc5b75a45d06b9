#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace describe_execution_operation {

struct Request {
  std::string arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"executionArn"});
    return {.arn = in.string("executionArn")};
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

base::Json run(StepFunctions& service, const Request& request, const Call&) {
  const ExecutionRecord record = service.executions.get(request.arn);
  base::Json answer = summary(record);
  answer.set("input", record.input).set("inputDetails", base::Json{{"included", true}});
  if (record.status == "SUCCEEDED") {
    answer.set("output", record.output).set("outputDetails", base::Json{{"included", true}});
  }
  if (record.error) answer.set("error", *record.error);
  if (record.cause) answer.set("cause", *record.cause);
  const bool nothing_to_redrive = record.status == "RUNNING" || record.status == "SUCCEEDED";
  answer.set("redriveCount", 0).set("redriveStatus", nothing_to_redrive ? "NOT_REDRIVABLE" : "REDRIVABLE");
  if (nothing_to_redrive)
    answer.set("redriveStatusReason", "Execution is " + record.status + " and cannot be redriven");
  if (!record.trace.empty()) answer.set("traceHeader", record.trace);
  return answer;
}

}  // namespace describe_execution_operation

constinit const Operation<StepFunctions> describe_execution =
    protocol::operation<&describe_execution_operation::run, &describe_execution_operation::resource>(
        "states:DescribeExecution");

}  // namespace states
