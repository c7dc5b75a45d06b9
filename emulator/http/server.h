#pragma once

#include <functional>
#include <memory>
#include <string>

#include "emulator/http/message.h"
#include "emulator/loop/loop.h"

namespace http {

struct ServerState;  // server_state.h

// An HTTP/1.1 server on one address: a fiber a connection, keep-alive, pipelining, chunked bodies, 100-continue.
//
// What is not HTTP is answered 400 and closed: conflicting or repeated Content-Length, Content-Length together with
// Transfer-Encoding, a bad chunk, a missing Host (RFC 9112 §3.2, §6.3). Too large a header: 431. Header not complete
// within the header timeout: 408. HEAD gets no body. The rest of a body that the handler did not read is drained (up to
// a limit, then the connection closes).
class Server {
 public:
  // Called on the connection's fiber; may wait. An exception out of it is a bug and answers 500.
  using Handler = std::function<Response(Request&)>;
  struct Options {
    std::string address = "127.0.0.1";
    int port = 0;  // 0: any free one
    std::size_t max_header_bytes = 64 * 1024;
    std::size_t max_header_fields = 200;
    std::chrono::milliseconds header_timeout = std::chrono::seconds(30);
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(120);  // also between two pieces of a body
  };
  // Throws std::system_error (EADDRINUSE …) when it cannot listen.
  Server(loop::Loop& loop, Options options, Handler handler);
  ~Server();  // closes the listener and breaks its connections off; from a fiber or after run()
  int port() const;
  // No new connections; waits until those that are being answered have their answer.
  void drain(loop::Deadline deadline);

 private:
  std::shared_ptr<ServerState> state_;
};

}  // namespace http
