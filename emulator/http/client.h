#pragma once

#include <string>

#include "emulator/http/message.h"
#include "emulator/loop/loop.h"

namespace http {

struct ClientResponse {
  int status = 0;
  Headers headers = {};
  std::string body = {};
};

struct ClientError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One request to http://host:port on a connection of its own, from a fiber. For subscriptions and tests; small bodies.
// Throws ClientError: cannot connect, deadline passed, answer not HTTP or larger than `max_body`.
ClientResponse fetch(loop::Loop& loop, const std::string& host, int port, const std::string& method,
                     const std::string& target, const Headers& headers, std::string_view body, loop::Deadline deadline,
                     std::size_t max_body = 64 << 20);

}  // namespace http
