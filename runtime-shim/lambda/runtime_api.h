#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "lambda/context.h"

namespace lambda {

// The Runtime API as a client sees it: one HTTP connection that is kept for the life of the process.
//
// Every function throws RuntimeApiError, a whole sentence, where the API does not answer as it is specified: the
// process has nothing left to live for then.
class RuntimeApi {
 public:
  struct Event {
    Context::Facts facts = {};
    std::string body = {};
  };
  enum class Taken { kYes, kTooLarge };

  explicit RuntimeApi(std::string_view host_and_port);
  ~RuntimeApi();
  RuntimeApi(const RuntimeApi&) = delete;
  RuntimeApi& operator=(const RuntimeApi&) = delete;

  // Waits for the next event, as long as it takes. `idle` is false again as soon as an answer begins to arrive.
  Event next(std::atomic<bool>& idle);
  Taken respond(std::string_view request_id, std::string_view body);
  // A response that is made while it is sent: `next` is asked for piece after piece, until one is empty or names an
  // error.
  struct Piece {
    std::string bytes = {};
    std::string error_type = {};
    std::string error_message = {};
  };
  void stream(std::string_view request_id, const std::function<Piece()>& next);
  void fail(std::string_view request_id, std::string_view error_type, std::string_view message);
  void fail_init(std::string_view error_type, std::string_view message);

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

struct RuntimeApiError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace lambda
