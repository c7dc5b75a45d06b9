#include "emulator/http/server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "emulator/http/address.h"
#include "emulator/http/connection.h"

namespace http {
namespace server_detail {

constexpr int kBacklog = 1024;
constexpr std::chrono::milliseconds kBreath(20);  // before the next try when there are no descriptors left

int listen_on(const std::string& address, int port) {
  const Address at = Address::numeric(address, port);
  const int listener = socket(at.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  // Accepted sockets inherit TCP_NODELAY: an answer is sent in one piece, or is waited for piece by piece.
  if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 || bind(listener, at.get(), at.size()) != 0 ||
      listen(listener, kBacklog) != 0) {
    const int error = errno;
    if (listener >= 0) close(listener);
    throw std::system_error(error, std::generic_category(), "cannot listen on " + at.text());
  }
  return listener;
}

}  // namespace server_detail

using namespace server_detail;

std::string_view ServerState::date() {
  const base::TimePoint now = loop.now();
  const auto second = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  if (second != date_second_) {
    date_second_ = second;
    date_text_ = base::format_http_date(now);
  }
  return date_text_;
}

namespace server_detail {

void serve_connection(const std::shared_ptr<ServerState>& state, std::uint64_t id, int descriptor, std::string peer) {
  struct Leave {
    ServerState& state;
    std::uint64_t id;
    ~Leave() {
      state.connections.erase(id);
      state.changed.notify_all();
    }
  } leave{*state, id};
  Connection(*state, state->connections.at(id), descriptor, std::move(peer)).serve();
}

void accept_connections(const std::shared_ptr<ServerState>& state) {
  loop::Signal never(state->loop);
  for (;;) {
    Address peer;
    const int descriptor = peer.accept_from(state->listener);
    if (descriptor >= 0) {
      const std::uint64_t id = ++state->last_connection;
      auto& connection = state->connections[id];
      connection.fiber = state->loop.spawn("http " + peer.text(), [state, id, descriptor, text = peer.text()] {
        serve_connection(state, id, descriptor, text);
      });
    } else if (errno == EAGAIN) {
      state->loop.wait_readable(state->listener, loop::Deadline::never());
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      never.wait(loop::Deadline::real_in(kBreath));
    }
    // Anything else is a connection that broke off before it was accepted.
  }
}

}  // namespace server_detail

Server::Server(loop::Loop& loop, Options options, Handler handler)
    : state_(std::make_shared<ServerState>(loop, std::move(options), std::move(handler))) {
  state_->listener = listen_on(state_->options.address, state_->options.port);
  state_->port = Address::of_socket(state_->listener).port();
  state_->acceptor = loop.spawn("http listener", [state = state_] { accept_connections(state); });
}

Server::~Server() {
  state_->acceptor.finish();
  state_->acceptor = {};  // its body holds the state
  for (auto& [id, connection] : state_->connections) connection.fiber.cancel();
  while (!state_->connections.empty()) {
    auto fiber = state_->connections.begin()->second.fiber;
    fiber.finish();
  }
  state_->loop.forget(state_->listener);
  if (state_->listener >= 0) close(state_->listener);
}

int Server::port() const { return state_->port; }

void Server::drain(loop::Deadline deadline) {
  state_->draining = true;
  state_->acceptor.finish();
  state_->loop.forget(state_->listener);
  if (state_->listener >= 0) close(std::exchange(state_->listener, -1));
  for (auto& [id, connection] : state_->connections) {
    if (!connection.answering) connection.fiber.cancel();
  }
  const auto answering = [this] {
    for (const auto& [id, connection] : state_->connections) {
      if (connection.answering) return true;
    }
    return false;
  };
  while (answering() && state_->changed.wait(deadline)) {
  }
}

}  // namespace http
