#include "emulator/http/connection.h"

#include <cstdio>
#include <limits>

namespace http {
namespace connection_detail {

constexpr std::uint64_t kDrained = 256 * 1024;  // of a body that the handler left unread; beyond it we rather close

Response plain_text(int status, std::string sentence) {
  sentence += '\n';
  return {.status = status, .headers = {{"Content-Type", "text/plain"}}, .body = std::move(sentence), .close = true};
}

void report(const Request& request, const char* what) {
  std::fprintf(stderr, "http: answering %s %s failed: %s\n", request.method.c_str(), request.path.c_str(), what);
}

}  // namespace connection_detail

using namespace connection_detail;

Connection::Connection(ServerState& server, ServerState::Entry& entry, int descriptor, std::string peer)
    : server_(server), entry_(entry), socket_(server.loop, descriptor) {
  request_.peer = std::move(peer);
}

void Connection::serve() {
  Next next = Next::kRequest;
  try {
    while (next == Next::kRequest) next = serve_one();
    if (next == Next::kCloseGently) socket_.close_gently();
  } catch (const PeerGone&) {
    return;  // nobody is left to be told
  }
  if (next == Next::kBreakOff) socket_.break_off();
}

Connection::Next Connection::serve_one() {
  try {
    const auto size = await_head();
    if (!size) return Next::kClose;
    struct Answering {
      ServerState& server;
      ServerState::Entry& entry;
      Answering(ServerState& of_server, ServerState::Entry& of_entry) : server(of_server), entry(of_entry) {
        entry.answering = true;
      }
      ~Answering() {
        entry.answering = false;
        if (server.draining) server.changed.notify_all();
      }
    };
    const Answering answering(server_, entry_);
    const RequestHead head = parse_request_head(input_.unread().substr(0, *size), request_);
    input_.consume(*size);
    const auto say_continue = [this, &head] {
      if (head.expects_continue) socket_.send("HTTP/1.1 100 Continue\r\n\r\n", patience_);
    };
    MessageBody body(input_, head.framing, patience_, say_continue);
    // Nobody will ever read an empty body. botocore expects a 100 for it too: without one the next request that it
    // sends on this connection hangs until its time is up.
    if (body.at_end()) say_continue();
    Response response = answer(body);
    return send(response, head, body);
  } catch (const Refusal& refusal) {
    return refuse(refusal);
  }
}

void Connection::skip_empty_lines() {
  while (input_.unread().starts_with("\r\n")) input_.consume(2);  // RFC 9112 §2.2
}

std::optional<std::size_t> Connection::await_head() {
  skip_empty_lines();
  if (input_.unread().empty()) {
    input_.shrink();
    if (!socket_.wait_readable(loop::Deadline::real_in(server_.options.idle_timeout))) return std::nullopt;
  }
  const Patience until_complete(loop::Deadline::real_in(server_.options.header_timeout));
  HeadScanner scanner({.bytes = server_.options.max_header_bytes, .fields = server_.options.max_header_fields});
  bool begun = false;
  for (;;) {
    if (!begun) skip_empty_lines();
    const std::string_view bytes = input_.unread();
    begun = begun || (!bytes.empty() && bytes != "\r");
    if (begun) {
      if (const auto size = scanner.find_end(bytes)) return size;
    }
    try {
      if (!input_.fill(until_complete)) return std::nullopt;
    } catch (const PeerTooSlow&) {
      throw Refusal{408, "the header did not come in time"};
    }
  }
}

// What the handler returns, or the answer to what it threw.
Response Connection::answer(MessageBody& body) {
  request_.body = &body;
  try {
    return server_.handler(request_);
  } catch (const loop::Cancelled&) {
    throw;
  } catch (const BodyTooLarge& error) {
    return plain_text(413, error.what());
  } catch (const BodyRefused& error) {
    return plain_text(error.status, error.what());
  } catch (const PeerTooSlow& error) {
    return plain_text(408, error.what());
  } catch (const BodyError&) {
    throw PeerGone("the peer closed in the middle of a request");
  } catch (const std::exception& error) {
    report(request_, error.what());
  } catch (...) {
    report(request_, "not a std::exception");
  }
  return plain_text(500, "internal error");
}

Connection::Next Connection::send(Response& response, const RequestHead& head, MessageBody& body) {
  // A peer that still waits for "100 Continue" may send the body or not: nobody knows where the next request begins.
  const bool body_in_doubt = head.expects_continue && !body.asked_peer() && !body.at_end();
  const bool too_much_left = !body.at_end() && request_.content_length.value_or(0) > kDrained;
  const ResponseContext context = {
      .to_head = request_.method == "HEAD",
      .to_1_0 = head.is_1_0,
      .keep_alive = head.keep_alive && !server_.draining && !body_in_doubt && !too_much_left,
      .date = server_.date(),
      .patience = patience_};
  bool stays = false;
  try {
    stays = send_response(socket_, response, context, output_);
  } catch (const loop::Cancelled&) {
    throw;
  } catch (const PeerGone&) {
    throw;
  } catch (const std::exception& error) {
    report(request_, error.what());
    return Next::kBreakOff;
  } catch (...) {
    report(request_, "not a std::exception");
    return Next::kBreakOff;
  }
  if (!stays) return Next::kCloseGently;
  return drain(body) ? Next::kRequest : Next::kCloseGently;
}

bool Connection::drain(MessageBody& body) {
  try {
    for (std::uint64_t drained = 0; !body.at_end();) {
      drained += body.read().size();
      if (drained > kDrained) return false;
    }
    return true;
  } catch (const BodyError&) {
    return false;  // it has its answer; only the connection is of no use any more
  }
}

Connection::Next Connection::refuse(const Refusal& refusal) {
  Response response = plain_text(refusal.status, refusal.why);
  const ResponseContext context = {.keep_alive = false, .date = server_.date(), .patience = patience_};
  send_response(socket_, response, context, output_);
  return Next::kCloseGently;
}

}  // namespace http
