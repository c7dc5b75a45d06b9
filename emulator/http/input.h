#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "emulator/http/socket.h"

namespace http {

// The bytes of a connection that were received and not yet used: one buffer, used for request after request.
class Input {
 public:
  explicit Input(Socket& socket) : socket_(socket) {}

  std::string_view unread() const { return {buffer_.get() + begin_, end_ - begin_}; }
  void consume(std::size_t count) { begin_ += count; }
  // Receives more behind what is unread, whose place may change. False at the peer's end. Throws PeerGone.
  bool fill(const Patience& patience);
  // Larger pieces, for a large body; and back to the small buffer.
  void enlarge();
  void shrink();

 private:
  void resize(std::size_t capacity);

  Socket& socket_;
  std::unique_ptr<char[]> buffer_ = {};
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace http
