#include "emulator/sqs/move_tasks.h"
#include "emulator/sqs/operations.h"

namespace sqs {
namespace list_message_move_tasks_operation {

struct Request {
  std::string source = {};
  std::size_t most = 1;
  static Request from(const Fields& in) {
    refuse_unknown(in, {"SourceArn", "MaxResults"});
    return {.source = in.string("SourceArn"),
            .most = static_cast<std::size_t>(find_in_range(in, "MaxResults", 1, 10).value_or(1))};
  }
};

std::string_view name_of(MoveTask::Status status) {
  switch (status) {
    case MoveTask::Status::kRunning:
      return "RUNNING";
    case MoveTask::Status::kCompleted:
      return "COMPLETED";
    case MoveTask::Status::kCancelled:
      return "CANCELLED";
    case MoveTask::Status::kFailed:
      return "FAILED";
  }
  return "";
}

base::Json describe(const MoveTask& task) {
  base::Json shown{{"Status", name_of(task.status)},
                   {"SourceArn", task.source},
                   {"ApproximateNumberOfMessagesMoved", task.moved},
                   {"ApproximateNumberOfMessagesToMove", task.to_move},
                   {"StartedTimestamp", base::to_epoch_millis(task.started)}};
  if (task.status == MoveTask::Status::kRunning) shown.set("TaskHandle", task.handle());
  if (!task.destination.empty()) shown.set("DestinationArn", task.destination);
  if (task.messages_per_second) shown.set("MaxNumberOfMessagesPerSecond", *task.messages_per_second);
  if (!task.failure_reason.empty()) shown.set("FailureReason", task.failure_reason);
  return shown;
}

base::Json run(Queues& queues, const Request& request, const Call&) {
  base::Json results = base::Json::array();
  for (const MoveTask& task : queues.move_tasks().list(request.source, request.most)) results.push_back(describe(task));
  base::Json answer = base::Json::object();
  if (!results.empty()) answer.set("Results", std::move(results));
  return answer;
}

std::string resource(const Queues&, const Request& request, const Call&) { return request.source; }

}  // namespace list_message_move_tasks_operation

constinit const Operation<Queues> list_message_move_tasks =
    protocol::operation<&list_message_move_tasks_operation::run, &list_message_move_tasks_operation::resource>(
        "sqs:ListMessageMoveTasks");

}  // namespace sqs
