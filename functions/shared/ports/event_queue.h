#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "aws/client.h"

namespace ports {

// The queue that a function's messages come from: when one of them comes again.
class EventQueue {
 public:
  EventQueue(aws::Client& client, std::string url) : client_(client), url_(std::move(url)) {}

  void show_again_after(std::string_view receipt_handle, std::chrono::seconds pause) {
    client_.call(
        aws::kSqs, "ChangeMessageVisibility",
        {{"QueueUrl", url_}, {"ReceiptHandle", receipt_handle}, {"VisibilityTimeout", std::int64_t{pause.count()}}},
        aws::Repeat::kYes);
  }

 private:
  aws::Client& client_;
  std::string url_;
};

}  // namespace ports
