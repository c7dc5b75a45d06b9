#include "emulator/loop/poller.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/check.h"

namespace loop {
namespace poller_detail {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace poller_detail

using namespace poller_detail;

Poller::Poller() : epoll_(epoll_create1(EPOLL_CLOEXEC)), wakeup_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (epoll_ < 0 || wakeup_ < 0) fail("epoll_create1 or eventfd");
  epoll_event event = {};
  event.events = EPOLLIN;
  event.data.fd = wakeup_;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, wakeup_, &event) != 0) fail("epoll_ctl");
}

Poller::~Poller() {
  close(wakeup_);
  close(epoll_);
}

void Poller::set_registered(int descriptor, Interest& interest, std::uint32_t mask) {
  if (mask == interest.registered) return;
  const int operation = mask == 0 ? EPOLL_CTL_DEL : interest.registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
  epoll_event event = {};
  event.events = mask;
  event.data.fd = descriptor;
  if (epoll_ctl(epoll_, operation, descriptor, &event) != 0 && operation != EPOLL_CTL_DEL) fail("epoll_ctl");
  interest.registered = mask;
}

void Poller::begin_wait(int descriptor, Direction direction, FiberState& fiber) {
  CHECK(descriptor >= 0);
  if (std::size_t(descriptor) >= interests_.size()) interests_.resize(std::size_t(descriptor) + 1);
  Interest& interest = interests_[std::size_t(descriptor)];
  FiberState*& waiter = direction == Direction::kRead ? interest.reader : interest.writer;
  CHECK(waiter == nullptr);
  const std::uint32_t bit = direction == Direction::kRead ? std::uint32_t(EPOLLIN) : std::uint32_t(EPOLLOUT);
  set_registered(descriptor, interest, interest.registered | bit);
  waiter = &fiber;
}

void Poller::end_wait(int descriptor, Direction direction, FiberState& fiber) {
  Interest& interest = interests_[std::size_t(descriptor)];
  FiberState*& waiter = direction == Direction::kRead ? interest.reader : interest.writer;
  if (waiter == &fiber) waiter = nullptr;
}

void Poller::forget(int descriptor) {
  if (descriptor < 0 || std::size_t(descriptor) >= interests_.size()) return;
  Interest& interest = interests_[std::size_t(descriptor)];
  CHECK(interest.reader == nullptr && interest.writer == nullptr);
  // Said explicitly: a child between fork and exec still holds the file open, and epoll would go on reporting it.
  set_registered(descriptor, interest, 0);
}

int Poller::collect(std::optional<RealTime> until, std::vector<FiberState*>& woken) {
  if (!until) return collect_for(-1, woken);
  // Rounded up, so that what is due at `until` is due when we come back; in steps, for far deadlines.
  const auto rest = std::chrono::ceil<std::chrono::milliseconds>(*until - std::chrono::steady_clock::now()).count();
  return collect_for(int(std::clamp<std::int64_t>(rest, 0, 3'600'000)), woken);
}

int Poller::collect_for(int milliseconds, std::vector<FiberState*>& woken) {
  epoll_event events[64];
  const int count = epoll_wait(epoll_, events, 64, milliseconds);
  if (count < 0) {
    if (errno != EINTR) fail("epoll_wait");
    return 1;  // something happened: look again before saying that all is quiet
  }
  for (int i = 0; i < count; ++i) {
    if (events[i].data.fd == wakeup_) {
      std::uint64_t counter = 0;
      CHECK(read(wakeup_, &counter, sizeof counter) == ssize_t(sizeof counter));
      continue;
    }
    const int descriptor = events[i].data.fd;
    Interest& interest = interests_[std::size_t(descriptor)];
    // An end or an error is for both sides, and is reported whether asked for or not.
    const std::uint32_t both = events[i].events & (EPOLLERR | EPOLLHUP);
    const bool readable = (events[i].events & EPOLLIN) != 0 || both != 0;
    const bool writable = (events[i].events & EPOLLOUT) != 0 || both != 0;
    std::uint32_t unwanted = 0;
    if (readable) {
      if (interest.reader != nullptr)
        woken.push_back(std::exchange(interest.reader, nullptr));
      else
        unwanted |= EPOLLIN;
    }
    if (writable) {
      if (interest.writer != nullptr)
        woken.push_back(std::exchange(interest.writer, nullptr));
      else
        unwanted |= EPOLLOUT;
    }
    set_registered(descriptor, interest, interest.registered & ~unwanted);
  }
  return count;
}

bool Poller::has_events() const {
  pollfd set = {.fd = epoll_, .events = POLLIN, .revents = 0};
  return poll(&set, 1, 0) != 0;
}

void Poller::wake() {
  const int saved = errno;  // a signal handler may have come between a call and its errno
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wakeup_, &one, sizeof one);
  errno = saved;
}

}  // namespace loop
