#include "emulator/http/socket.h"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace http {
namespace socket_detail {

constexpr std::size_t kFileStep = 1 << 20;      // after so much the other fibers get their turn
constexpr std::size_t kLingerBytes = 64 << 20;  // an upload that was refused without "Expect: 100-continue"
constexpr std::chrono::seconds kLingerTime(1);

[[noreturn]] void fail(const char* what) {
  throw PeerGone(std::string(what) + ": " + std::generic_category().message(errno));
}

}  // namespace socket_detail

using namespace socket_detail;

Socket::~Socket() {
  if (descriptor_ < 0) return;
  loop_.forget(descriptor_);
  close(descriptor_);
}

std::size_t Socket::receive(std::span<char> into, const Patience& patience) {
  for (;;) {
    const ssize_t count = recv(descriptor_, into.data(), into.size(), 0);
    if (count >= 0) return std::size_t(count);
    if (errno == EINTR) continue;
    if (errno != EAGAIN) fail("receive");
    if (!loop_.wait_readable(descriptor_, patience.for_step())) throw PeerTooSlow("the peer sent nothing for too long");
  }
}

void Socket::wait_writable(const Patience& patience) {
  if (!loop_.wait_writable(descriptor_, patience.for_step())) {
    throw PeerTooSlow("the peer took nothing for too long");
  }
}

void Socket::send(std::string_view bytes, const Patience& patience, bool more_follows) {
  while (!bytes.empty()) {
    const ssize_t count =
        ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | (more_follows ? int(MSG_MORE) : 0));
    if (count >= 0) {
      bytes.remove_prefix(std::size_t(count));
    } else if (errno == EAGAIN) {
      wait_writable(patience);
    } else if (errno != EINTR) {
      fail("send");
    }
  }
}

void Socket::send(std::span<iovec> pieces, const Patience& patience) {
  while (!pieces.empty()) {
    msghdr message = {};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    const ssize_t count = sendmsg(descriptor_, &message, MSG_NOSIGNAL);
    if (count < 0) {
      if (errno == EAGAIN) {
        wait_writable(patience);  // other fibers run meanwhile: errno is theirs afterwards
      } else if (errno != EINTR) {
        fail("send");
      }
      continue;
    }
    auto sent = std::size_t(count);
    while (!pieces.empty() && sent >= pieces.front().iov_len) {
      sent -= pieces.front().iov_len;
      pieces = pieces.subspan(1);
    }
    if (sent == 0) continue;
    pieces.front().iov_base = static_cast<char*>(pieces.front().iov_base) + sent;
    pieces.front().iov_len -= sent;
  }
}

void Socket::send_file(int file, std::uint64_t offset, std::uint64_t length, const Patience& patience) {
  off_t at = off_t(offset);
  while (length > 0) {
    const ssize_t count = sendfile(descriptor_, file, &at, std::size_t(std::min<std::uint64_t>(length, kFileStep)));
    if (count > 0) {
      length -= std::uint64_t(count);
      if (length > 0) loop_.yield();
    } else if (count == 0) {
      throw std::runtime_error("a file that is being sent is shorter than was said");
    } else if (errno == EAGAIN) {
      wait_writable(patience);
    } else if (errno == EIO || errno == EINVAL) {
      throw std::system_error(errno, std::generic_category(), "sendfile");
    } else if (errno != EINTR) {
      fail("send");
    }
  }
}

void Socket::close_gently() {
  if (shutdown(descriptor_, SHUT_WR) != 0) return;
  const Patience patience(loop::Deadline::real_in(kLingerTime));
  char sink[16 * 1024];
  try {
    for (std::size_t read = 0; read < kLingerBytes;) {
      const std::size_t count = receive(sink, patience);
      if (count == 0) return;
      read += count;
    }
  } catch (const PeerGone&) {
    // Either way it is over.
  }
}

void Socket::break_off() {
  const linger at_once = {.l_onoff = 1, .l_linger = 0};
  setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace http
