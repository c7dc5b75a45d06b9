#pragma once

#include "emulator/http/body.h"
#include "emulator/http/response.h"
#include "emulator/http/server_state.h"

namespace http {

// One connection of a server: reads a request, has it answered, sends the answer, and again.
class Connection {
 public:
  Connection(ServerState& server, ServerState::Entry& entry, int descriptor, std::string peer);

  // Until either side ends it. Throws loop::Cancelled only.
  void serve();

 private:
  enum class Next { kRequest, kCloseGently, kClose, kBreakOff };
  Next serve_one();
  // Waits for a request's whole header; nothing when the peer ended, or idled too long, between two requests.
  std::optional<std::size_t> await_head();
  void skip_empty_lines();
  Response answer(MessageBody& body);
  Next send(Response& response, const RequestHead& head, MessageBody& body);
  Next refuse(const Refusal& refusal);
  bool drain(MessageBody& body);

  ServerState& server_;
  ServerState::Entry& entry_;
  const Patience patience_{server_.options.idle_timeout};
  Socket socket_;
  Input input_{socket_};
  Request request_ = {};  // used again, for its capacity
  std::string output_ = {};
};

}  // namespace http
