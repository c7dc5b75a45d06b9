#include "emulator/lambda/response_stream.h"

#include <utility>

namespace lambda_service {
namespace response_stream_detail {

constexpr std::size_t kUnread = 64 * 1024;  // how far a handler may be ahead of who reads

}  // namespace response_stream_detail

void ResponseStream::begin(std::string content_type) {
  content_type_ = std::move(content_type);
  begun_ = true;
  changed_.notify_all();
}

void ResponseStream::write(std::string_view bytes) {
  while (!abandoned_ && unread_.size() >= response_stream_detail::kUnread) changed_.wait();
  if (abandoned_) return;
  unread_ += bytes;
  changed_.notify_all();
}

void ResponseStream::finish() {
  ended_ = true;
  changed_.notify_all();
}

void ResponseStream::fail(std::string error) {
  error_ = std::move(error);
  finish();
}

void ResponseStream::await_begin() {
  while (!begun_ && !ended_) changed_.wait();
}

std::string ResponseStream::read() {
  while (unread_.empty() && !ended_) changed_.wait();
  changed_.notify_all();
  return std::exchange(unread_, {});
}

void ResponseStream::abandon() {
  abandoned_ = true;
  unread_.clear();
  changed_.notify_all();
}

}  // namespace lambda_service
