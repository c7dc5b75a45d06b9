#include "base/text.h"
#include "emulator/sqs/move_tasks.h"
#include "emulator/sqs/operations.h"

namespace sqs {
namespace cancel_message_move_task_operation {

struct Request {
  std::string handle = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"TaskHandle"});
    return {.handle = in.string("TaskHandle")};
  }
};

base::Json run(Queues& queues, const Request& request, const Call&) {
  return {{"ApproximateNumberOfMessagesMoved", queues.move_tasks().cancel(request.handle)}};
}

// The handle names the queue.
std::string resource(const Queues&, const Request& request, const Call& call) {
  const auto named = base::Json::try_parse(base::from_base64(request.handle).value_or(""));
  const std::string source = named && named->is_object() ? named->text("sourceArn") : "";
  return source.empty() ? queue_arn(call.region, call.account, "*") : source;
}

}  // namespace cancel_message_move_task_operation

constinit const Operation<Queues> cancel_message_move_task =
    protocol::operation<&cancel_message_move_task_operation::run, &cancel_message_move_task_operation::resource>(
        "sqs:CancelMessageMoveTask");

}  // namespace sqs
