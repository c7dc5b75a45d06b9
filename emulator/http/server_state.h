#pragma once

#include <map>

#include "emulator/http/server.h"

namespace http {

// What a server and its connections share.
struct ServerState {
  ServerState(loop::Loop& the_loop, Server::Options given, Server::Handler answers)
      : loop(the_loop), options(std::move(given)), handler(std::move(answers)), changed(the_loop) {}
  ServerState(const ServerState&) = delete;
  ServerState& operator=(const ServerState&) = delete;

  struct Entry {
    loop::Fiber fiber = {};
    bool answering = false;  // from its request's header on until its response is sent
  };

  std::string_view date();  // the world's time, formatted once a second

  loop::Loop& loop;
  const Server::Options options;
  const Server::Handler handler;
  loop::Signal changed;  // a connection has answered, or ended
  int listener = -1;
  int port = 0;
  bool draining = false;
  loop::Fiber acceptor = {};
  std::uint64_t last_connection = 0;
  std::map<std::uint64_t, Entry> connections = {};

 private:
  std::int64_t date_second_ = -1;
  std::string date_text_ = {};
};

}  // namespace http
