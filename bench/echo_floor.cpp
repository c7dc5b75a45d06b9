// bench_echo_floor READY_FILE: a bare HTTP server, the floor for start, memory and CPU per request.
//
// One thread, epoll, no parser worth the name: it waits until a whole request is there and answers 200 with 200 bytes,
// whatever was asked. Linked statically, so exec to listening is what the kernel needs. READY_FILE holds its endpoint,
// as `feedmill up --ready-file` writes it.
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <string>

#include "bench/wire.h"

namespace {

void write_ready_file(const char* path, int port) {
  const std::string temporary = std::string(path) + ".new";
  std::FILE* file = std::fopen(temporary.c_str(), "w");
  bench::require(file != nullptr, "cannot write " + temporary);
  std::fprintf(file, "http://127.0.0.1:%d\n", port);
  std::fclose(file);
  bench::require(std::rename(temporary.c_str(), path) == 0, "cannot rename " + temporary);
}

void watch(int epoll, int socket) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = socket;
  bench::require(epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) == 0, "epoll_ctl");
}

}  // namespace

int main(int count, char** arguments) {
  bench::require(count == 2, "usage: bench_echo_floor READY_FILE");
  const int listening = bench::listen_anywhere(128);
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  watch(epoll, listening);
  write_ready_file(arguments[1], bench::port_of(listening));

  const std::string answer =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n" + std::string(200, 'x');
  std::map<int, std::string> received;
  for (;;) {
    epoll_event events[64];
    const int ready = epoll_wait(epoll, events, 64, -1);
    for (int i = 0; i < ready; ++i) {
      const int socket = events[i].data.fd;
      if (socket == listening) {
        const int connection = bench::accept_from(listening);
        if (connection >= 0) watch(epoll, connection);
        continue;
      }
      std::string& bytes = received[socket];
      if (!bench::receive_some(socket, bytes)) {
        close(socket);
        received.erase(socket);
        continue;
      }
      while (const std::size_t size = bench::message_size(bytes)) {
        bytes.erase(0, size);
        bench::send_all(socket, answer);
      }
    }
  }
}
