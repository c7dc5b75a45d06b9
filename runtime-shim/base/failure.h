#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace base {

// "I cannot finish this request", by name. The Lambda runtime reports the name as the invocation's errorType, so that a
// state machine's Retry and Catch can name it in ErrorEquals. What is an outcome of the business is a value instead.
struct Failure : std::runtime_error {
  Failure(std::string failure_name, const std::string& message)
      : std::runtime_error(message), name(std::move(failure_name)) {}

  std::string name = {};  // "LockBusy"
};

}  // namespace base
