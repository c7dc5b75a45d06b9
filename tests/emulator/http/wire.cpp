#include "tests/emulator/http/wire.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "emulator/http/address.h"

namespace http {

Wire::Wire(loop::Loop& loop, int port) : loop_(loop), descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const Address to = Address::numeric("127.0.0.1", port);
  EXPECT_EQ(connect(descriptor_, to.get(), to.size()), 0);
}

Wire::~Wire() { close_now(); }

void Wire::close_now() {
  if (descriptor_ < 0) return;
  loop_.forget(descriptor_);
  close(std::exchange(descriptor_, -1));
}

void Wire::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) {
      ASSERT_TRUE(loop_.wait_writable(descriptor_, soon()));
    } else if (count < 0) {
      return;  // the server has closed; the test sees what it said before
    } else {
      bytes.remove_prefix(std::size_t(count));
    }
  }
}

void Wire::finish_sending() { shutdown(descriptor_, SHUT_WR); }

bool Wire::receive() {
  if (ended_) return false;
  if (!loop_.wait_readable(descriptor_, soon())) {
    ADD_FAILURE() << "nothing came; so far:\n" << received_;
    return false;
  }
  char buffer[64 * 1024];
  const ssize_t count = recv(descriptor_, buffer, sizeof buffer, MSG_DONTWAIT);
  if (count > 0) received_.append(buffer, std::size_t(count));
  ended_ = count <= 0;
  reset_ = count < 0 && errno == ECONNRESET;
  return !ended_;
}

std::string Wire::read_until(std::string_view end) {
  for (;;) {
    const auto found = end.empty() ? std::string::npos : received_.find(end);
    if (found != std::string::npos) {
      std::string result = received_.substr(0, found + end.size());
      received_.erase(0, found + end.size());
      return result;
    }
    if (!receive()) return std::exchange(received_, {});
  }
}

bool Wire::closed() {
  while (receive()) {
  }
  return ended_ && received_.empty();
}

void with_server(const Server::Handler& handler, const ServerTest& body, Server::Options options) {
  loop::Loop loop({.virtual_start = base::from_epoch_millis(1'700'000'000'000)});
  loop.spawn("test", [&] {
    Server server(loop, std::move(options), handler);
    body(loop, server);
    loop.stop();
  });
  loop.run();
}

Response echo(Request& request) {
  std::string text = request.method + " " + request.path;
  if (!request.query.empty()) text += "?" + request.query;
  text += " [" + request.body->read_all(1 << 20) + "]";
  return {.headers = {{"Content-Type", "text/plain"}}, .body = text};
}

std::string answer_to(const Server::Handler& handler, std::string_view bytes, const Server::Options& options) {
  std::string response;
  with_server(
      handler,
      [&](loop::Loop& loop, Server& server) {
        Wire wire(loop, server.port());
        wire.send(bytes);
        wire.finish_sending();
        response = wire.read_to_end();
      },
      options);
  return response;
}

int status_of(std::string_view response) {
  return response.starts_with("HTTP/1.1 ") && response.size() > 12 ? std::stoi(std::string(response.substr(9, 3))) : 0;
}

std::string body_of(std::string_view response) {
  const auto end = response.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string() : std::string(response.substr(end + 4));
}

bool has_field(std::string_view response, std::string_view line) {
  const auto head = std::string(response.substr(0, response.find("\r\n\r\n"))) + "\r\n";
  return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

}  // namespace http
