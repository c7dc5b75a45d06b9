#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "emulator/sqs/queues.h"

namespace lambda_service {

// Which messages of a queue a function is given: those that one of the patterns matches, or all where there is none. A
// pattern sees the message as the function would, but for a body that is a JSON object: that it sees as one. (Lambda
// Developer Guide, "Using event filtering with an Amazon SQS event source")
class MessageFilter {
 public:
  MessageFilter() = default;
  // FilterCriteria, {"Filters": [{"Pattern": "{…}"}]}. Throws invalid_parameter().
  static MessageFilter parse(const base::Json& criteria);

  base::Json criteria() const;  // as parse() takes them; null where there are none
  bool passes(const sqs::Delivery& delivery, std::string_view queue_arn) const;

 private:
  struct Filter;
  std::vector<std::shared_ptr<const Filter>> filters_ = {};
};

}  // namespace lambda_service
