// bench_load WORKLOAD --port P --pid PID [--connections N] [--requests N] [--seconds S] [--rate R] [--function NAME]
//            [--api PATH] [--label L] [--bare] [--settle]
//
// Sends one kind of request (workload.h) to whoever listens, checks every reply while it measures and what was
// acknowledged afterwards, and prints {"requests", "seconds", "p50_us", "p99_us", "server_cpu_us", "own_cpu_us",
// "settled_seconds"}. --bare: the other end is bench_echo_floor, which gets the same bytes and has nothing to check but
// the status. --settle: it goes on until nothing is left to do behind the replies, CPU included.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

#include "bench/load.h"
#include "bench/wire.h"
#include "bench/workload.h"

namespace {

struct Arguments {
  std::string workload = {};
  std::string function = {};
  std::string api = {};
  std::string label = std::to_string(getpid());
  bench::LoadOptions load = {.requests = 1'000'000};
  int pid = 0;
  bool bare = false;
  bool settle = false;
};

Arguments parse(int count, char** given) {
  constexpr const char* kUsage =
      "usage: bench_load WORKLOAD --port P --pid PID [--connections N] [--requests N] [--seconds S] [--rate R] "
      "[--function NAME] [--api PATH] [--label L] [--bare] [--settle]";
  bench::require(count > 1, kUsage);
  Arguments arguments{.workload = given[1]};
  for (int i = 2; i < count; ++i) {
    const std::string name = given[i];
    if (name == "--bare") {
      arguments.bare = true;
      continue;
    }
    if (name == "--settle") {
      arguments.settle = true;
      continue;
    }
    bench::require(i + 1 < count, kUsage);
    const char* value = given[++i];
    if (name == "--port")
      arguments.load.port = std::atoi(value);
    else if (name == "--pid")
      arguments.pid = std::atoi(value);
    else if (name == "--connections")
      arguments.load.connections = std::atoi(value);
    else if (name == "--requests")
      arguments.load.requests = std::atol(value);
    else if (name == "--seconds")
      arguments.load.seconds = std::atof(value);
    else if (name == "--rate")
      arguments.load.rate = std::atof(value);
    else if (name == "--api")
      arguments.api = value;
    else if (name == "--function")
      arguments.function = value;
    else if (name == "--label")
      arguments.label = value;
    else
      bench::fail(kUsage);
  }
  bench::require(arguments.load.port > 0 && arguments.pid > 0 && arguments.load.requests > 0, kUsage);
  return arguments;
}

class PlainCaller : public bench::Workload::Caller {
 public:
  explicit PlainCaller(int port) : port_(port) {}
  std::string call(const std::string& request) override {
    const int socket = bench::dial(port_);
    bench::require(socket >= 0, "nobody listens at port " + std::to_string(port_));
    bench::send_all(socket, request);
    std::string reply;
    while (bench::message_size(reply) == 0) {
      bench::require(bench::receive_some(socket, reply), "the server closed the connection");
    }
    close(socket);
    return reply;
  }

 private:
  int port_;
};

// User and system time of all the process's threads. The kernel counts in ticks of 10 ms: measure for a second or more.
double cpu_us_of(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  bench::require(!line.empty(), "there is no process " + std::to_string(pid));
  std::istringstream fields(line.substr(line.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;  // state to cmajflt (proc(5), fields 3 to 13)
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) * 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// Until nothing runs, waits or is on its way in the emulator.
void settle(PlainCaller& caller, int port) {
  const std::string body = R"({"timeout_seconds":120})";
  const std::string reply = caller.call("POST /_feedmill/settle HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                                        "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  bench::require(reply.find(R"("quiescent":true)") != std::string::npos, "it did not come to rest: " + reply);
}

}  // namespace

int main(int count, char** given) {
  Arguments arguments = parse(count, given);
  const auto workload =
      bench::make_workload(arguments.workload, {.host = "127.0.0.1:" + std::to_string(arguments.load.port),
                                                .label = arguments.label,
                                                .function = arguments.function,
                                                .api = arguments.api});
  arguments.load.steps = workload->steps();
  PlainCaller caller(arguments.load.port);
  if (!arguments.bare) workload->prepare(caller);

  const double cpu_us = cpu_us_of(arguments.pid);
  const double own_us = bench::own_cpu_us();
  const double begun_us = bench::now_us();
  const bench::LoadResult result = bench::run_load(
      arguments.load, [&](long number) { return workload->request(number); },
      [&](std::string_view reply) {
        return arguments.bare ? bench::status_of(reply) == 200 : workload->is_right(reply);
      });
  if (arguments.settle) settle(caller, arguments.load.port);
  const double settled_us = bench::now_us() - begun_us;
  const double own_used_us = bench::own_cpu_us() - own_us;
  const double used_us = cpu_us_of(arguments.pid) - cpu_us;

  if (!arguments.bare) workload->verify(caller, result.requests);
  const auto requests = static_cast<double>(result.requests);
  std::printf(
      "{\"requests\":%ld,\"seconds\":%.3f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"server_cpu_us\":%.2f,"
      "\"own_cpu_us\":%.2f,\"settled_seconds\":%.3f}\n",
      result.requests, result.seconds, result.p50_us, result.p99_us, used_us / requests, own_used_us / requests,
      settled_us / 1e6);
}
