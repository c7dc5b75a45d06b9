#include "bench/load.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "bench/wire.h"

namespace bench {
namespace load_detail {

constexpr int kSilenceMs = 60'000;

struct Connection {
  int socket = -1;
  std::string received = {};
  double asked_us = 0;
};

double quantile(const std::vector<double>& sorted, double of_all) {
  if (sorted.empty()) return 0;
  const auto at = static_cast<std::size_t>(static_cast<double>(sorted.size()) * of_all);
  return sorted[std::min(at, sorted.size() - 1)];
}

}  // namespace load_detail

using namespace load_detail;

LoadResult run_load(const LoadOptions& options, const std::function<std::string(long)>& request,
                    const std::function<bool(std::string_view)>& is_right) {
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<Connection> connections(static_cast<std::size_t>(options.connections));
  for (std::size_t i = 0; i < connections.size(); ++i) {
    connections[i].socket = dial(options.port);
    require(connections[i].socket >= 0, "nobody listens at port " + std::to_string(options.port));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    require(epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i].socket, &event) == 0, "epoll_ctl");
  }
  const double begun = now_us();
  long sent = 0;
  long waiting = 0;
  std::vector<double> latencies;
  const auto ask = [&](Connection& connection) {
    const bool late = options.seconds > 0 && now_us() - begun > options.seconds * 1e6;
    if (sent == options.requests || late) return;
    const std::string text = request(sent++);
    connection.asked_us = now_us();
    send_all(connection.socket, text);
    ++waiting;
  };
  for (Connection& connection : connections) ask(connection);
  while (waiting > 0) {
    epoll_event events[64];
    const int ready = epoll_wait(epoll, events, 64, kSilenceMs);
    require(ready > 0, "no reply for a minute");
    for (int i = 0; i < ready; ++i) {
      Connection& connection = connections[events[i].data.u64];
      require(receive_some(connection.socket, connection.received), "the server closed a connection");
      const std::size_t size = message_size(connection.received);
      if (size == 0) continue;
      latencies.push_back(now_us() - connection.asked_us);
      const std::string_view reply = std::string_view(connection.received).substr(0, size);
      require(is_right(reply), "a reply is not what it has to be: " + std::string(reply.substr(0, 600)));
      connection.received.erase(0, size);
      --waiting;
      ask(connection);
    }
  }
  LoadResult result{.requests = sent, .seconds = (now_us() - begun) / 1e6};
  for (const Connection& connection : connections) close(connection.socket);
  close(epoll);
  std::sort(latencies.begin(), latencies.end());
  result.p50_us = quantile(latencies, 0.5);
  result.p99_us = quantile(latencies, 0.99);
  return result;
}

}  // namespace bench
