#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "domain/worker.h"

namespace domain {

// Hands bytes on to a thread of its own, in the same order, in larger pieces.
class ByteWorker {
 public:
  explicit ByteWorker(std::function<void(std::string_view)> take)
      : worker_([take = std::move(take)](std::string& piece) { take(piece); }) {}

  void give(std::string_view bytes) {
    piece_.append(bytes);
    if (piece_.size() >= kPieceBytes) send();
  }
  // All bytes have been taken when it returns.
  void finish() {
    send();
    worker_.finish();
  }

 private:
  static constexpr std::size_t kPieceBytes = 256 << 10;

  void send() {
    worker_.give(std::move(piece_));
    piece_ = {};
    piece_.reserve(kPieceBytes);
  }

  std::string piece_ = {};
  Worker<std::string> worker_;
};

}  // namespace domain
