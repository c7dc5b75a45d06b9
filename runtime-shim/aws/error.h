#pragma once

#include <string>

#include "base/failure.h"
#include "base/json.h"

namespace aws {

// A service said no, or nothing at all. The failure's name is "Unavailable" where another try later may succeed
// (throttling, 5xx, no connection: what a state machine retries), else the service's own code.
struct Error : base::Failure {
  struct What {
    std::string service = {};    // "dynamodb"
    std::string operation = {};  // "PutItem"
    std::string code = {};  // "ConditionalCheckFailedException"; "ConnectionFailed", "TimedOut" where none answered
    int status = 0;         // HTTP; 0 where none answered
    std::string message = {};
    base::Json details = {};  // the error's own members (CancellationReasons, Item …), where the protocol is JSON
  };
  explicit Error(What what);

  What what_happened = {};
  const std::string& code() const { return what_happened.code; }
  int status() const { return what_happened.status; }
  const base::Json& details() const { return what_happened.details; }
};

}  // namespace aws
