#include <algorithm>

#include "emulator/sqs/errors.h"
#include "emulator/sqs/operations.h"

namespace sqs {
namespace tag_queue_operation {

constexpr std::size_t kMostTags = 50;

struct Request {
  std::string queue_url = {};
  std::vector<std::pair<std::string, std::string>> tags = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"QueueUrl", "Tags"});
    in.get("Tags");
    return {.queue_url = parse_queue_url(in), .tags = in.string_map("Tags")};
  }
};

void run(Queues& queues, const Request& request, const Call& call) {
  QueueDescription description = queues.get(arn_of(request.queue_url, call));
  for (const auto& [key, value] : request.tags) {
    std::erase_if(description.tags, [&, &k = key](const auto& tag) { return tag.first == k; });
    description.tags.emplace_back(key, value);
  }
  if (description.tags.size() > kMostTags)
    throw invalid_parameter_value("Too many tags added for queue " + description.name);
  queues.configure(description);
}

}  // namespace tag_queue_operation

constinit const Operation<Queues> tag_queue =
    protocol::operation<&tag_queue_operation::run, &queue_resource<tag_queue_operation::Request>>("sqs:TagQueue");

}  // namespace sqs
