#include <algorithm>

#include "base/text.h"
#include "emulator/sqs/attributes.h"
#include "emulator/sqs/errors.h"
#include "emulator/sqs/operations.h"
#include "emulator/sqs/redrive.h"

namespace sqs {
namespace create_queue_operation {

struct Request {
  std::string name = {};
  Attributes attributes = {};
  std::vector<std::pair<std::string, std::string>> tags = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueName", "Attributes", "tags"});
    Request request{
        .name = in.string("QueueName"), .attributes = in.string_map("Attributes"), .tags = in.string_map("tags")};
    return request;
  }
};

base::Json run(Queues& queues, const Request& request, const Call& call) {
  const bool fifo = std::ranges::any_of(request.attributes, [](const auto& attribute) {
    return attribute.first == "FifoQueue" && base::to_lower(attribute.second) == "true";
  });
  check_queue_name(request.name, fifo);
  QueueDescription description{
      .name = request.name, .account = call.account, .region = call.region, .fifo = fifo, .tags = request.tags};
  set_attributes(description, request.attributes);
  std::vector<std::string> asked;
  for (const auto& [name, value] : request.attributes) asked.push_back(name);
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
