#include "emulator/http/client.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "base/text.h"
#include "emulator/http/address.h"
#include "emulator/http/body.h"

namespace http {
namespace client_detail {

constexpr HeadLimits kLimits = {.bytes = 256 * 1024, .fields = 1000};

// A name's first address, asked of the resolver, which blocks.
Address resolve(loop::Loop& loop, const std::string& host, int port) {
  try {
    return Address::numeric(host, port);
  } catch (const std::system_error&) {
    // It is a name.
  }
  std::string found;
  loop.in_pool([&] {
    addrinfo hints = {};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) return;
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, freeaddrinfo);
    char text[NI_MAXHOST];
    if (getnameinfo(list->ai_addr, list->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0) found = text;
  });
  if (found.empty()) throw ClientError("no address is known for " + host);
  return Address::numeric(found, port);
}

std::string write_request(const std::string& host, int port, const std::string& method, const std::string& target,
                          const Headers& headers, std::string_view body) {
  std::string out = method + " " + target + " HTTP/1.1\r\n";
  const auto add = [&](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  if (headers.find("Host") == nullptr) add("Host", host + ":" + std::to_string(port));
  for (const auto& [name, value] : headers.all()) {
    if (!base::equals_ignore_case(name, "Content-Length") && !base::equals_ignore_case(name, "Connection")) {
      add(name, value);
    }
  }
  // A server may ask for the length of what has none. (RFC 9110 §8.6)
  if (!body.empty() || (method != "GET" && method != "HEAD")) add("Content-Length", std::to_string(body.size()));
  add("Connection", "close");
  out += "\r\n";
  return out.append(body);
}

// The exchange, with the loop's and the socket's own exceptions.
class Exchange {
 public:
  Exchange(Socket& socket, loop::Deadline deadline) : socket_(socket), deadline_(deadline) {}

  void connect(const Address& to) {
    if (::connect(socket_.descriptor(), to.get(), to.size()) == 0) return;
    int error = errno;
    if (error == EINPROGRESS) {
      if (!socket_.loop().wait_writable(socket_.descriptor(), deadline_)) throw ClientError("timed out connecting");
      socklen_t size = sizeof error;
      getsockopt(socket_.descriptor(), SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error != 0) throw ClientError("cannot connect: " + std::generic_category().message(error));
  }

  ResponseHead read_head(Input& input, bool to_head_request, Headers& headers) {
    for (;;) {
      HeadScanner scanner(kLimits);
      auto size = scanner.find_end(input.unread());
      while (!size) {
        if (!input.fill(Patience(deadline_))) throw ClientError("the server closed without an answer");
        size = scanner.find_end(input.unread());
      }
      const ResponseHead head = parse_response_head(input.unread().substr(0, *size), to_head_request, headers);
      input.consume(*size);
      if (head.status >= 200) return head;  // "100 Continue" and the like come before the answer
    }
  }

 private:
  Socket& socket_;
  loop::Deadline deadline_;
};

}  // namespace client_detail

using namespace client_detail;

ClientResponse fetch(loop::Loop& loop, const std::string& host, int port, const std::string& method,
                     const std::string& target, const Headers& headers, std::string_view body, loop::Deadline deadline,
                     std::size_t max_body) {
  const std::string where = method + " http://" + host + ":" + std::to_string(port) + target + ": ";
  try {
    const Address address = resolve(loop, host, port);
    Socket socket(loop, ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.descriptor() < 0) throw ClientError(std::generic_category().message(errno));
    const int on = 1;
    setsockopt(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const Patience patience(deadline);
    Exchange exchange(socket, deadline);
    exchange.connect(address);
    socket.send(write_request(host, port, method, target, headers, body), patience);
    Input input(socket);
    ClientResponse response;
    const ResponseHead head = exchange.read_head(input, method == "HEAD", response.headers);
    response.status = head.status;
    response.body = MessageBody(input, head.framing, patience, nullptr).read_all(max_body);
    return response;
  } catch (const ClientError& error) {
    throw ClientError(where + error.what());
  } catch (const BodyError& error) {
    throw ClientError(where + error.what());
  } catch (const Refusal& refusal) {
    throw ClientError(where + "the answer is not HTTP: " + refusal.why);
  }
}

}  // namespace http
