#include "bench/load.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <optional>
#include <vector>

#include "bench/wire.h"

namespace bench {
namespace load_detail {

constexpr double kSilenceUs = 60e6;

struct Connection {
  int socket = -1;
  std::string received = {};
  long next = 0;      // the number of its next request
  long end = 0;       // and of the one behind its piece of work
  double due_us = 0;  // when that was to begin
};

double quantile(const std::vector<double>& sorted, double of_all) {
  if (sorted.empty()) return 0;
  const auto at = static_cast<std::size_t>(static_cast<double>(sorted.size()) * of_all);
  return sorted[std::min(at, sorted.size() - 1)];
}

class Load {
 public:
  Load(const LoadOptions& options, const std::function<std::string(long)>& request,
       const std::function<bool(std::string_view)>& is_right)
      : options_(options), request_(request), is_right_(is_right), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    connections_.resize(static_cast<std::size_t>(options.connections));
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      connections_[i].socket = dial(options.port);
      require(connections_[i].socket >= 0, "nobody listens at port " + std::to_string(options.port));
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = i;
      require(epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[i].socket, &event) == 0, "epoll_ctl");
      free_.push_back(&connections_[i]);
    }
  }
  ~Load() {
    for (const Connection& connection : connections_) close(connection.socket);
    close(epoll_);
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  LoadResult run() {
    begun_us_ = now_us();
    for (;;) {
      while (begin_one()) {
      }
      if (free_.size() == connections_.size() && !next_due()) break;
      wait();
    }
    LoadResult result{.requests = begun_, .seconds = (now_us() - begun_us_) / 1e6};
    std::sort(latencies_.begin(), latencies_.end());
    result.p50_us = quantile(latencies_, 0.5);
    result.p99_us = quantile(latencies_, 0.99);
    return result;
  }

 private:
  // When the next piece of work is due; nothing where there is none any more.
  std::optional<double> next_due() const {
    const double due = options_.rate > 0 ? begun_us_ + static_cast<double>(begun_) / options_.rate * 1e6 : now_us();
    const bool late = options_.seconds > 0 && due - begun_us_ > options_.seconds * 1e6;
    return begun_ == options_.requests || late ? std::nullopt : std::optional(due);
  }

  bool begin_one() {
    const auto due = next_due();
    if (free_.empty() || !due || *due > now_us()) return false;
    Connection& connection = *free_.front();
    free_.pop_front();
    connection.next = begun_ * options_.steps;
    connection.end = connection.next + options_.steps;
    ++begun_;
    const std::string text = request_(connection.next++);
    connection.due_us = options_.rate > 0 ? *due : now_us();
    send_all(connection.socket, text);
    return true;
  }

  // Until something has come, or is due.
  void wait() {
    const auto due = free_.empty() ? std::nullopt : next_due();
    const double us = due ? std::max(0.0, *due - now_us()) : kSilenceUs;
    const timespec limit{.tv_sec = static_cast<time_t>(us / 1e6),
                         .tv_nsec = static_cast<long>(us * 1e3) % 1'000'000'000};
    epoll_event events[64];
    const int ready = epoll_pwait2(epoll_, events, 64, &limit, nullptr);
    require(ready > 0 || (ready == 0 && due), "no reply for a minute");
    for (int i = 0; i < ready; ++i) receive(connections_[events[i].data.u64]);
  }

  void receive(Connection& connection) {
    require(receive_some(connection.socket, connection.received), "the server closed a connection");
    const std::size_t size = message_size(connection.received);
    if (size == 0) return;
    const std::string_view reply = std::string_view(connection.received).substr(0, size);
    require(is_right_(reply), "a reply is not what it has to be: " + std::string(reply.substr(0, 600)));
    connection.received.erase(0, size);
    if (connection.next < connection.end) return send_all(connection.socket, request_(connection.next++));
    latencies_.push_back(now_us() - connection.due_us);
    free_.push_back(&connection);
  }

  const LoadOptions& options_;
  const std::function<std::string(long)>& request_;
  const std::function<bool(std::string_view)>& is_right_;
  int epoll_;
  std::vector<Connection> connections_ = {};
  std::deque<Connection*> free_ = {};
  double begun_us_ = 0;
  long begun_ = 0;
  std::vector<double> latencies_ = {};
};

}  // namespace load_detail

LoadResult run_load(const LoadOptions& options, const std::function<std::string(long)>& request,
                    const std::function<bool(std::string_view)>& is_right) {
  return load_detail::Load(options, request, is_right).run();
}

}  // namespace bench
