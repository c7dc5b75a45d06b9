#include "bench/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace bench {
namespace wire_detail {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void send_at_once(int socket) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool is_name(std::string_view line, std::string_view lower) {
  if (line.size() <= lower.size() || line[lower.size()] != ':') return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const char c = line[i] >= 'A' && line[i] <= 'Z' ? static_cast<char>(line[i] + 32) : line[i];
    if (c != lower[i]) return false;
  }
  return true;
}

double us(const timeval& time) { return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec); }

}  // namespace wire_detail

using namespace wire_detail;

void fail(std::string_view what) {
  std::fprintf(stderr, "%s: %.*s\n", program_invocation_short_name, static_cast<int>(what.size()), what.data());
  std::exit(1);
}

void require(bool true_as_expected, std::string_view what) {
  if (!true_as_expected) fail(what);
}

double now_us() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) * 1e-3;
}

double own_cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return us(usage.ru_utime) + us(usage.ru_stime);
}

int listen_anywhere(int backlog) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(0);
  require(bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "cannot bind 127.0.0.1");
  require(listen(socket, backlog) == 0, "cannot listen on 127.0.0.1");
  return socket;
}

int port_of(int listening) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  require(getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size) == 0, "a socket has no name");
  return ntohs(address.sin_port);
}

int dial(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(socket);
    return -1;
  }
  send_at_once(socket);
  return socket;
}

int accept_from(int listening) {
  const int socket = accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
  if (socket >= 0) send_at_once(socket);
  return socket;
}

void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    require(sent > 0, "the other end does not take what is sent");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool receive_some(int socket, std::string& bytes) {
  static char buffer[1 << 16];
  const ssize_t got = recv(socket, buffer, sizeof buffer, 0);
  if (got <= 0) return got < 0 && errno == EINTR;
  bytes.append(buffer, static_cast<std::size_t>(got));
  return true;
}

std::size_t message_size(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  const std::string_view head = bytes.substr(0, end + 4);
  const std::string_view length = header(head, "content-length");
  const bool reply = head.starts_with("HTTP/");
  require(!length.empty() || !reply || status_of(head) == 204 || status_of(head) / 100 == 1,
          "a reply does not say how long it is");
  const std::size_t size = head.size() + number(length);
  return bytes.size() < size ? 0 : size;
}

int status_of(std::string_view reply) { return reply.size() < 12 ? 0 : static_cast<int>(number(reply.substr(9, 3))); }

std::string_view body_of(std::string_view message) {
  const std::size_t end = message.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string_view() : message.substr(end + 4);
}

std::string_view header(std::string_view message, std::string_view name) {
  std::size_t at = message.find("\r\n");
  while (at != std::string_view::npos) {
    const std::string_view rest = message.substr(at + 2);
    const std::string_view line = rest.substr(0, rest.find("\r\n"));
    if (line.empty()) break;
    if (is_name(line, name)) {
      const std::string_view value = line.substr(name.size() + 1);
      return value.substr(std::min(value.size(), value.find_first_not_of(' ')));
    }
    at = message.find("\r\n", at + 2);
  }
  return {};
}

}  // namespace bench
