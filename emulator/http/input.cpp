#include "emulator/http/input.h"

#include <cstring>

namespace http {
namespace input_detail {

constexpr std::size_t kSmall = 16 * 1024;
constexpr std::size_t kLarge = 256 * 1024;

}  // namespace input_detail

using namespace input_detail;

void Input::resize(std::size_t capacity) {
  std::unique_ptr<char[]> larger(new char[capacity]);  // not zeroed, unlike make_unique's
  if (end_ > begin_) std::memcpy(larger.get(), buffer_.get() + begin_, end_ - begin_);
  buffer_ = std::move(larger);
  capacity_ = capacity;
  end_ -= begin_;
  begin_ = 0;
}

bool Input::fill(const Patience& patience) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (end_ == capacity_) {
    if (capacity_ == 0) {
      resize(kSmall);
    } else if (begin_ > 0) {
      resize(capacity_);
    } else {
      resize(capacity_ * 2);
    }
  }
  const std::size_t count = socket_.receive({buffer_.get() + end_, capacity_ - end_}, patience);
  end_ += count;
  return count > 0;
}

void Input::enlarge() {
  if (capacity_ < kLarge) resize(kLarge);
}

void Input::shrink() {
  if (capacity_ > kSmall && end_ - begin_ <= kSmall) resize(kSmall);
}

}  // namespace http
