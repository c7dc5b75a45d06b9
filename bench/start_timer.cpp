// bench_start_timer RUNS READY_FILE PATH PROGRAM ARGUMENTS...: from fork and exec to the first answer.
//
// The clock stops when READY_FILE is there and GET PATH at the endpoint in it has been answered with 200. Prints the
// milliseconds of each run, one a line, and ends the program after each, by SIGTERM; --kill before RUNS: by SIGKILL.
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "bench/wire.h"

namespace {

constexpr double kAtMostUs = 60e6;
constexpr useconds_t kBetweenLooksUs = 50;

pid_t start(char** program) {
  const pid_t child = fork();
  bench::require(child >= 0, "cannot fork");
  if (child == 0) {
    if (!std::freopen("/dev/null", "w", stderr)) _exit(126);
    execv(program[0], program);
    _exit(127);
  }
  return child;
}

// Port of the endpoint in the file; 0 while it is not there.
int port_in(const char* ready_file) {
  std::FILE* file = std::fopen(ready_file, "r");
  if (!file) return 0;
  int port = 0;
  if (std::fscanf(file, "http://127.0.0.1:%d", &port) != 1) bench::fail("the ready file holds no endpoint");
  std::fclose(file);
  return port;
}

bool answers(int port, const std::string& path) {
  const int socket = bench::dial(port);
  if (socket < 0) return false;
  bench::send_all(socket, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  std::string reply;
  while (bench::message_size(reply) == 0 && bench::receive_some(socket, reply)) {
  }
  close(socket);
  bench::require(bench::status_of(reply) == 200, "the first answer is not 200: " + reply.substr(0, 200));
  return true;
}

double time_one(const char* ready_file, const std::string& path, char** program, int end_signal) {
  unlink(ready_file);
  const double begun = bench::now_us();
  const pid_t child = start(program);
  int port = 0;
  while ((port = port_in(ready_file)) == 0 || !answers(port, path)) {
    int status = 0;
    if (waitpid(child, &status, WNOHANG) == child) {
      bench::fail("the program ended before it was ready, with status " + std::to_string(WEXITSTATUS(status)));
    }
    if (bench::now_us() - begun > kAtMostUs) {
      kill(child, SIGKILL);
      bench::fail("the program was not ready after a minute");
    }
    usleep(kBetweenLooksUs);
  }
  const double took = bench::now_us() - begun;
  kill(child, end_signal);
  waitpid(child, nullptr, 0);
  return took;
}

}  // namespace

int main(int count, char** arguments) {
  const bool kills = count > 1 && std::strcmp(arguments[1], "--kill") == 0;
  char** given = arguments + (kills ? 2 : 1);
  bench::require(arguments + count - given >= 4, "usage: bench_start_timer [--kill] RUNS READY_FILE PATH PROGRAM...");
  const int runs = std::atoi(given[0]);
  for (int i = 0; i < runs; ++i) {
    std::printf("%.3f\n", time_one(given[1], given[2], given + 3, kills ? SIGKILL : SIGTERM) / 1e3);
  }
}
