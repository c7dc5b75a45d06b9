#include "emulator/http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/check.h"

namespace http {

Address Address::numeric(const std::string& host, int port) {
  Address result;
  sockaddr_in v4 = {};
  sockaddr_in6 v6 = {};
  if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(std::uint16_t(port));
    std::memcpy(&result.storage_, &v4, sizeof v4);
    result.size_ = sizeof v4;
  } else if (inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(std::uint16_t(port));
    std::memcpy(&result.storage_, &v6, sizeof v6);
    result.size_ = sizeof v6;
  } else {
    throw std::system_error(EINVAL, std::generic_category(), "'" + host + "' is not a numeric IP address");
  }
  return result;
}

Address Address::of_socket(int descriptor) {
  Address result;
  CHECK(getsockname(descriptor, reinterpret_cast<sockaddr*>(&result.storage_), &result.size_) == 0);
  return result;
}

int Address::accept_from(int listener) {
  size_ = sizeof storage_;
  return accept4(listener, reinterpret_cast<sockaddr*>(&storage_), &size_, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int Address::port() const {
  // Both families keep it in the same place.
  sockaddr_in v4 = {};
  std::memcpy(&v4, &storage_, sizeof v4);
  return ntohs(v4.sin_port);
}

std::string Address::text() const {
  char host[INET6_ADDRSTRLEN] = {};
  if (family() == AF_INET6) {
    sockaddr_in6 v6 = {};
    std::memcpy(&v6, &storage_, sizeof v6);
    inet_ntop(AF_INET6, &v6.sin6_addr, host, sizeof host);
    return "[" + std::string(host) + "]:" + std::to_string(port());
  }
  sockaddr_in v4 = {};
  std::memcpy(&v4, &storage_, sizeof v4);
  inet_ntop(AF_INET, &v4.sin_addr, host, sizeof host);
  return std::string(host) + ":" + std::to_string(port());
}

}  // namespace http
