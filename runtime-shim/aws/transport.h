#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aws {

// One HTTP exchange at a time over connections that are kept: libcurl, and the only place here that includes it.
class Transport {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;
  using Sink = std::function<void(std::string_view)>;
  struct Request {
    std::string_view method = {};
    std::string url = {};
    const Headers* headers = nullptr;  // borrowed; may be null
    std::string_view body = {};        // borrowed
    const Sink* sink = nullptr;        // gets the body of a 2xx; null: it is gathered
    std::chrono::milliseconds time_limit = {};
    // Where false it goes over a new connection: over a kept one curl sends it again by itself when the peer hangs up.
    bool may_be_sent_twice = true;
  };
  enum class Outcome { kAnswered, kNotConnected, kBrokenOff, kTimedOut };
  struct Answer {
    Outcome outcome = Outcome::kAnswered;
    int status = 0;
    Headers headers = {};  // names in lower case
    std::string body = {};
    std::string problem = {};        // a sentence, where it was not answered
    bool handed_over = false;        // the sink has had bytes
    std::exception_ptr thrown = {};  // by the sink
  };

  Transport();
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  // What the sink throws comes out of here.
  Answer exchange(const Request& request);

 private:
  void* handle_ = nullptr;  // a CURL
};

}  // namespace aws
