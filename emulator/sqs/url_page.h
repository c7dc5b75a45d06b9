#pragma once

#include "emulator/sqs/operations.h"

namespace sqs {

// One page of a list of queues: the fields MaxResults and NextToken (the name of the last queue of the page before).
struct PageRequest {
  std::optional<std::int64_t> limit = {};  // nothing: 1,000, and no token for what is left
  std::string token = {};
  static PageRequest from(const Fields& in) {
    return {.limit = find_in_range(in, "MaxResults", 1, 1'000), .token = in.string_or("NextToken", "")};
  }
};

// {"<member>": [urls], "NextToken": …}. A list of none is left out. (SQS API Reference, ListQueues)
inline base::Json url_page(const std::vector<const QueueDescription*>& queues, const PageRequest& page,
                           std::string_view member, const Call& call) {
  base::Json urls = base::Json::array();
  base::Json answer = base::Json::object();
  std::string last;
  for (const QueueDescription* queue : queues) {
    if (queue->name <= page.token) continue;
    if (urls.size() == static_cast<std::size_t>(page.limit.value_or(1'000))) {
      if (page.limit) answer.set("NextToken", last);
      break;
    }
    urls.push_back(url_of(*queue, call));
    last = queue->name;
  }
  if (!urls.empty()) answer.set(member, std::move(urls));
  return answer;
}

}  // namespace sqs
