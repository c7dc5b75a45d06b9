#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace protocol {

// An error that AWS has a name for. Made by the named functions of each service's errors.h, thrown by an operation,
// caught once, by the endpoint, which writes it as its protocol wants it.
struct Fault : std::exception {
  std::string code = {};  // "ResourceNotFoundException": what the SDKs call the exception
  int status = 400;
  std::string message = {};
  std::string query_code = {};  // where the query protocol has another name: "AWS.SimpleQueueService.NonExistentQueue"
  std::string name_space = {};  // in front of the code in __type, where it is not the protocol's own
  base::Json members = {};      // further members of the error's body, by name (CancellationReasons, Item …)
  std::vector<std::pair<std::string, std::string>> headers = {};

  Fault() = default;
  Fault(std::string code_, int status_, std::string message_)
      : code(std::move(code_)), status(status_), message(std::move(message_)) {}
  const char* what() const noexcept override { return message.c_str(); }
  // Whose fault it is: what the query protocol says as <Type>.
  bool is_senders() const { return status < 500; }
};

// A fault of a service that speaks the query protocol too, which has an older name for it.
inline Fault named(std::string_view code, std::string_view query_code, std::string_view message, int status = 400) {
  Fault fault(std::string(code), status, std::string(message));
  fault.query_code = query_code;
  return fault;
}

}  // namespace protocol
