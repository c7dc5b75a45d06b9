#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/loop/loop.h"

namespace loop {

// Who waits for which descriptor, on one epoll set.
//
// Level-triggered and lazy: interest stays registered when a wait ends, since the same fiber mostly comes back to it;
// an event that nobody waits for takes its own interest back. So a connection that serves request after request costs
// no epoll_ctl, and a caller need not have read up to EAGAIN before it waits.
class Poller {
 public:
  enum class Direction { kRead, kWrite };

  Poller();  // throws std::system_error
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // Throws std::system_error when the descriptor cannot be polled.
  void begin_wait(int descriptor, Direction direction, FiberState& fiber);
  void end_wait(int descriptor, Direction direction, FiberState& fiber);
  void forget(int descriptor);

  // Waits for events until `until` (nothing: for ever) and appends the fibers that they are for. Returns how many
  // events there were; a call of wake() ends the wait and counts as one.
  int collect(std::optional<RealTime> until, std::vector<FiberState*>& woken);
  int collect_now(std::vector<FiberState*>& woken) { return collect_for(0, woken); }
  bool has_events() const;
  void wake();  // from any thread or signal handler

 private:
  struct Interest {
    FiberState* reader = nullptr;
    FiberState* writer = nullptr;
    std::uint32_t registered = 0;  // epoll's mask; 0: not in the set
  };
  int collect_for(int milliseconds, std::vector<FiberState*>& woken);
  void set_registered(int descriptor, Interest& interest, std::uint32_t mask);

  int epoll_ = -1;
  int wakeup_ = -1;                       // an eventfd
  std::vector<Interest> interests_ = {};  // by descriptor
};

}  // namespace loop
