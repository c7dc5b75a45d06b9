#pragma once

#include <sys/socket.h>

#include <string>

namespace http {

// An IPv4 or IPv6 address and a port.
class Address {
 public:
  Address() = default;
  // "127.0.0.1", "::1". Throws std::system_error (EINVAL) for anything else.
  static Address numeric(const std::string& host, int port);
  static Address of_socket(int descriptor);
  // accept4(2), non-blocking and close-on-exec: the descriptor, or -1 and errno.
  int accept_from(int listener);

  int family() const { return storage_.ss_family; }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage_); }
  socklen_t size() const { return size_; }
  int port() const;
  std::string text() const;  // "127.0.0.1:4566", "[::1]:4566"

 private:
  sockaddr_storage storage_ = {};
  socklen_t size_ = sizeof(sockaddr_storage);
};

}  // namespace http
