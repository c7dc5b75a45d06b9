// bench_invoke_floor BOOTSTRAP COLD WARM: a Runtime API of a few lines and one handler: the floor of Invoke.
//
// COLD times it starts BOOTSTRAP and waits for its first answer; then one process answers WARM events as fast as it
// can. No HTTP on the caller's side, no roles, no logs. Prints {"cold_ms", "warm_us"}: medians.
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/wire.h"

namespace {

constexpr std::string_view kEvent = R"({"hello":"world"})";
constexpr int kAtMostMs = 10'000;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

// One handler's process, and the connection that it asks on.
class Handler {
 public:
  explicit Handler(const char* bootstrap) : listening_(bench::listen_anywhere(4)) {
    const std::string api = "127.0.0.1:" + std::to_string(bench::port_of(listening_));
    child_ = fork();
    bench::require(child_ >= 0, "cannot fork");
    if (child_ == 0) {
      setenv("AWS_LAMBDA_RUNTIME_API", api.c_str(), 1);
      setenv("AWS_LAMBDA_FUNCTION_NAME", "floor", 1);
      if (!std::freopen("/dev/null", "w", stdout)) _exit(126);
      execl(bootstrap, bootstrap, static_cast<char*>(nullptr));
      _exit(127);
    }
    wait_readable(listening_);
    socket_ = bench::accept_from(listening_);
  }
  ~Handler() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    close(socket_);
    close(listening_);
  }
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;

  // Hands out one event and takes the answer; how long that took, from when the handler had asked.
  double invoke() {
    std::string request = receive();
    bench::require(request.starts_with("GET "), "the handler does not ask for an event: " + request.substr(0, 100));
    const double begun = bench::now_us();
    bench::send_all(socket_,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Deadline-Ms: 4102444800000\r\n"
                    "Lambda-Runtime-Aws-Request-Id: 00000000-0000-0000-0000-00000000002a\r\n"
                    "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:floor\r\n"
                    "Content-Length: " +
                        std::to_string(kEvent.size()) + "\r\n\r\n" + std::string(kEvent));
    request = receive();
    const double took = bench::now_us() - begun;
    bench::require(bench::body_of(request) == R"({"ok":true})", "not the handler's answer: " + request);
    bench::send_all(socket_, "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    return took;
  }

 private:
  static void wait_readable(int socket) {
    pollfd readable{.fd = socket, .events = POLLIN, .revents = 0};
    bench::require(poll(&readable, 1, kAtMostMs) == 1, "the handler says nothing");
  }
  std::string receive() const {
    std::string bytes;
    while (bench::message_size(bytes) == 0) {
      wait_readable(socket_);
      bench::require(bench::receive_some(socket_, bytes), "the handler has gone");
    }
    return bytes;
  }

  int listening_ = -1;
  int socket_ = -1;
  pid_t child_ = -1;
};

}  // namespace

int main(int count, char** arguments) {
  bench::require(count == 4, "usage: bench_invoke_floor BOOTSTRAP COLD WARM");
  std::vector<double> cold;
  std::vector<double> warm;
  for (int i = 0; i < std::atoi(arguments[2]); ++i) {
    const double begun = bench::now_us();
    Handler handler(arguments[1]);
    handler.invoke();
    cold.push_back((bench::now_us() - begun) / 1e3);
  }
  Handler handler(arguments[1]);
  for (int i = 0; i < std::atoi(arguments[3]); ++i) warm.push_back(handler.invoke());
  std::printf("{\"cold_ms\":%.3f,\"warm_us\":%.1f}\n", median(cold), median(warm));
}
