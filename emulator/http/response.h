#pragma once

#include <string>
#include <string_view>

#include "emulator/http/socket.h"

namespace http {

// What the request and the connection say about how its response is to be sent.
struct ResponseContext {
  bool to_head = false;    // no body follows, whatever the header says
  bool to_1_0 = false;     // no chunks
  bool keep_alive = true;  // the connection stays
  std::string_view date = {};
  Patience patience;
};

// Sends it, small ones in one piece. `buffer` is room that is used again. False when the connection cannot be used for
// another. Throws PeerGone; what a StreamBody's function throws; std::runtime_error when a body is not as long as said.
bool send_response(Socket& socket, Response& response, ResponseContext context, std::string& buffer);

}  // namespace http
