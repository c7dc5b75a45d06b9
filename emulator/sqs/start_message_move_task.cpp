#include "emulator/sqs/errors.h"
#include "emulator/sqs/move_tasks.h"
#include "emulator/sqs/operations.h"

namespace sqs {
namespace start_message_move_task_operation {

struct Request {
  std::string source = {};
  std::string destination = {};
  std::optional<std::int64_t> rate = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"SourceArn", "DestinationArn", "MaxNumberOfMessagesPerSecond"});
    return {.source = in.string("SourceArn"),
            .destination = in.string_or("DestinationArn", ""),
            .rate = find_in_range(in, "MaxNumberOfMessagesPerSecond", 1, 500)};
  }
};

base::Json run(Queues& queues, const Request& request, const Call&) {
  return {{"TaskHandle", queues.move_tasks().start(request.source, request.destination, request.rate)}};
}

std::string resource(const Queues&, const Request& request, const Call&) { return request.source; }

}  // namespace start_message_move_task_operation

constinit const Operation<Queues> start_message_move_task =
    protocol::operation<&start_message_move_task_operation::run, &start_message_move_task_operation::resource>(
        "sqs:StartMessageMoveTask");

}  // namespace sqs
