#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/text.h"

namespace support {

// An HTTP server that says what a test tells it to: plain sockets in a thread of its own, one connection after the
// other.
class ScriptedServer {
 public:
  struct Request {
    std::string method = {}, target = {}, body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};  // names in lower case
    std::string header(std::string_view name) const {
      for (const auto& [key, value] : headers) {
        if (key == name) return value;
      }
      return "";
    }
  };
  struct Answer {
    std::string bytes = {};  // as they go over the wire
    bool close = false;      // afterwards
  };
  using Script = std::function<Answer(const Request& request, std::size_t index)>;

  explicit ScriptedServer(Script script) : script_(std::move(script)), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 8) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error("cannot listen");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~ScriptedServer() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (const int connection : open_) shutdown(connection, SHUT_RDWR);
    for (std::thread& thread : threads_) thread.join();
    for (const int connection : open_) ::close(connection);
    ::close(listener_);
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string url() const { return "http://" + address(); }
  std::vector<Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  int connections() const { return connections_; }

  static Answer answer(int status, std::string_view body, std::string_view headers = "") {
    return {"HTTP/1.1 " + std::to_string(status) + " Said\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
            std::string(headers) + "\r\n" + std::string(body)};
  }

 private:
  void accept_all() {
    for (int connection = 0; (connection = accept(listener_, nullptr, nullptr)) >= 0;) {
      ++connections_;
      open_.push_back(connection);
      threads_.emplace_back([this, connection] {
        std::string buffer;
        while (serve_one(connection, buffer)) {
        }
        shutdown(connection, SHUT_RDWR);
      });
    }
  }

  static bool read_more(int connection, std::string& buffer) {
    char piece[65536];
    const ssize_t got = recv(connection, piece, sizeof piece, 0);
    if (got <= 0) return false;
    buffer.append(piece, static_cast<std::size_t>(got));
    return true;
  }

  static bool read_body(int connection, std::string& buffer, Request& request) {
    const auto length = static_cast<std::size_t>(base::parse_int(request.header("content-length")).value_or(0));
    while (buffer.size() < length) {
      if (!read_more(connection, buffer)) return false;
    }
    request.body = buffer.substr(0, length);
    buffer.erase(0, length);
    return true;
  }

  static bool read_line(int connection, std::string& buffer, std::string& line) {
    std::size_t end = 0;
    while ((end = buffer.find("\r\n")) == std::string::npos) {
      if (!read_more(connection, buffer)) return false;
    }
    line = buffer.substr(0, end);
    buffer.erase(0, end + 2);
    return true;
  }

  static bool read_chunks(int connection, std::string& buffer, std::string& body) {
    std::string line;
    while (read_line(connection, buffer, line)) {
      const std::size_t size = std::stoul(line, nullptr, 16);
      if (size == 0) {
        while (read_line(connection, buffer, line) && !line.empty()) {  // trailers
        }
        return line.empty();
      }
      while (buffer.size() < size + 2) {
        if (!read_more(connection, buffer)) return false;
      }
      body += buffer.substr(0, size);
      buffer.erase(0, size + 2);
    }
    return false;
  }

  bool serve_one(int connection, std::string& buffer) {
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more(connection, buffer)) return false;
    }
    Request request = parse_head(std::string_view(buffer).substr(0, end));
    buffer.erase(0, end + 4);
    const bool is_chunked = request.header("transfer-encoding") == "chunked";
    if (!(is_chunked ? read_chunks(connection, buffer, request.body) : read_body(connection, buffer, request)))
      return false;
    std::size_t index = 0;
    {
      const std::lock_guard lock(mutex_);
      index = requests_.size();
      requests_.push_back(request);
    }
    const Answer answer = script_(request, index);
    return send(connection, answer.bytes.data(), answer.bytes.size(), MSG_NOSIGNAL) >= 0 && !answer.close;
  }

  static Request parse_head(std::string_view head) {
    Request request;
    bool first = true;
    for (std::string_view line : base::split(head, '\n')) {
      line = base::trim(line);
      if (first) {
        const auto words = base::split(line, ' ');
        request.method = words[0];
        request.target = words.at(1);
      } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        request.headers.emplace_back(base::to_lower(line.substr(0, colon)), base::trim(line.substr(colon + 1)));
      }
      first = false;
    }
    return request;
  }

  Script script_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  mutable std::mutex mutex_;
  std::vector<Request> requests_ = {};
  // Touched by the acceptor, and by the destructor once that has ended.
  std::vector<int> open_ = {};
  std::vector<std::thread> threads_ = {};
  std::thread acceptor_;
};

}  // namespace support
