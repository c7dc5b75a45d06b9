#include "emulator/sqs/errors.h"
#include "emulator/sqs/operations.h"
#include "emulator/sqs/redrive.h"

namespace sqs {
namespace create_queue_operation {

struct Request {
  std::string name = {};
  std::vector<std::pair<std::string, std::string>> attributes = {};
  std::vector<std::pair<std::string, std::string>> tags = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueName", "Attributes", "tags"});
    Request request{
        .name = in.string("QueueName"), .attributes = in.string_map("Attributes"), .tags = in.string_map("tags")};
    check_queue_name(request.name);
    return request;
  }
};

base::Json run(Queues& queues, const Request& request, const Call& call) {
  QueueDescription description{
      .name = request.name, .account = call.account, .region = call.region, .tags = request.tags};
  std::vector<std::string> asked;
  for (const auto& [name, value] : request.attributes) {
    set_attribute(description, name, value);
    asked.push_back(name);
  }
  check_dead_letter_queue(queues, description);
  queues.create(description, asked);
  return {{"QueueUrl", url_of(description, call)}};
}

std::string resource(const Queues&, const Request& request, const Call& call) {
  return queue_arn(call.region, call.account, request.name);
}

}  // namespace create_queue_operation

constinit const Operation<Queues> create_queue =
    protocol::operation<&create_queue_operation::run, &create_queue_operation::resource>("sqs:CreateQueue");

}  // namespace sqs
