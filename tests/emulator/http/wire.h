#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "emulator/http/server.h"
#include "emulator/loop/loop.h"

namespace http {

// A client that writes what it is told to, byte by byte if need be, and reads what comes.
class Wire {
 public:
  Wire(loop::Loop& loop, int port);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void send(std::string_view bytes);
  // Until what came ends with `end`, or the server closes, and no longer than a test may take.
  std::string read_until(std::string_view end);
  std::string read_to_end() { return read_until({}); }
  // Whether the server closed the connection, or reset it, once everything is read.
  bool closed();
  bool reset() const { return reset_; }
  void finish_sending();
  void close_now();

 private:
  bool receive();

  loop::Loop& loop_;
  int descriptor_ = -1;
  std::string received_ = {};
  bool ended_ = false;
  bool reset_ = false;
};

// A server with this handler on a loop under a virtual clock (2023-11-14T22:13:20Z), and `body` on a fiber beside it.
using ServerTest = std::function<void(loop::Loop&, Server&)>;
void with_server(const Server::Handler& handler, const ServerTest& body, Server::Options options = {});

// Answers with what the request was: "GET /path?query [body]".
Response echo(Request& request);

// One exchange on a connection of its own: sends `bytes`, ends sending, returns everything that comes.
std::string answer_to(const Server::Handler& handler, std::string_view bytes, const Server::Options& options = {});

int status_of(std::string_view response);
std::string body_of(std::string_view response);  // behind the empty line
bool has_field(std::string_view response, std::string_view line);

inline loop::Deadline soon() { return loop::Deadline::real_in(std::chrono::seconds(20)); }

}  // namespace http
