#pragma once

#include <sys/uio.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "emulator/http/message.h"
#include "emulator/loop/loop.h"

namespace http {

// The peer closed, broke off, or moved nothing for too long.
struct PeerGone : BodyError {
  using BodyError::BodyError;
};
struct PeerTooSlow : PeerGone {
  using PeerGone::PeerGone;
};

// How long a peer may take: so long for each step, or until a deadline for all of them.
class Patience {
 public:
  explicit Patience(std::chrono::milliseconds each) : each_(each) {}
  explicit Patience(loop::Deadline all) : all_(all) {}
  loop::Deadline for_step() const { return all_ ? *all_ : loop::Deadline::real_in(each_); }

 private:
  std::chrono::milliseconds each_ = {};
  std::optional<loop::Deadline> all_ = {};
};

// A connected, non-blocking socket whose calls wait on the loop.
class Socket {
 public:
  Socket(loop::Loop& loop, int descriptor) : loop_(loop), descriptor_(descriptor) {}
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  loop::Loop& loop() const { return loop_; }
  int descriptor() const { return descriptor_; }

  // Waits until there is something to receive; false when the deadline came first.
  bool wait_readable(loop::Deadline deadline) { return loop_.wait_readable(descriptor_, deadline); }
  // At least one byte; 0 at the peer's end. Throws PeerGone, PeerTooSlow.
  std::size_t receive(std::span<char> into, const Patience& patience);
  // All of it.
  void send(std::string_view bytes, const Patience& patience, bool more_follows = false);
  void send(std::span<iovec> pieces, const Patience& patience);
  void send_file(int file, std::uint64_t offset, std::uint64_t length, const Patience& patience);

  // Tells the peer that nothing follows, then reads what it still sends, for a while: a close with bytes unread resets
  // the connection and can take the answer away from a peer that is still sending. (RFC 9112 §9.6)
  void close_gently();
  // Resets the connection, so that what was sent cannot be taken for whole.
  void break_off();

 private:
  void wait_writable(const Patience& patience);

  loop::Loop& loop_;
  int descriptor_ = -1;
};

}  // namespace http
