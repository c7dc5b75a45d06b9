#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "aws/client.h"

namespace ports {

// The queue by which aggregate reminds itself to look again.
class SettleQueue {
 public:
  static constexpr std::chrono::seconds kLongest{900};  // DelaySeconds (SQS API Reference, SendMessage)

  SettleQueue(aws::Client& client, std::string url) : client_(client), url_(std::move(url)) {}

  // Twice does no harm: the second look finds nothing.
  void look_again(std::string_view bucket, std::chrono::seconds delay) {
    client_.call(aws::kSqs, "SendMessage",
                 {{"QueueUrl", url_},
                  {"MessageBody", base::Json{{"bucket", bucket}}.dump()},
                  {"DelaySeconds", std::int64_t{delay.count()}}},
                 aws::Repeat::kYes);
  }

 private:
  aws::Client& client_;
  std::string url_;
};

}  // namespace ports
