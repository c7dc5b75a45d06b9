#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "emulator/http/message.h"
#include "emulator/protocol/call.h"
#include "emulator/protocol/endpoint.h"

namespace emulator {

// A call that goes wrong on purpose, so that a test can cut a handler's work between any two of its steps.
struct CallFault {
  // kBefore: the operation is not carried out. kAfter: it is, and only its answer is lost.
  enum class When { kBefore, kAfter };
  std::string action = {};  // what IAM calls the operation: "s3:PutObject"
  std::string caller = {};  // part of the caller's ARN; empty: whoever calls
  std::uint64_t nth = 1;    // the first such call that is hit, counted from 1
  std::uint64_t times = 1;  // how many are hit from there on; 0: all
  When when = When::kBefore;
  bool kill = false;  // the process that calls is ended (SIGKILL) instead of being answered
  int status = 503;
  std::string code = "ServiceUnavailable";
};

// Stands between the operations and what they are allowed, and makes the calls fail that were said to.
class CallFaults : public protocol::Authorizer {
 public:
  // `kill` ends the process behind a caller's ARN.
  CallFaults(const protocol::Authorizer& access, std::function<void(const std::string& caller)> kill)
      : access_(access), kill_(std::move(kill)) {}

  void add(CallFault fault) { faults_.push_back({std::move(fault), 0}); }
  void clear() { faults_.clear(); }

  void identify(const http::Request& request, std::optional<std::string_view> body,
                protocol::Call& call) const override {
    access_.identify(request, body, call);
    call.authorizer = this;
  }
  // Throws the Fault of a call that is to fail before it is carried out.
  void require(const protocol::Call& call, std::string_view action,
               const std::vector<std::string>& resources) const override;
  // What the caller gets instead of `response`, where the call was carried out and its answer is to be lost.
  http::Response after(const protocol::Endpoint& endpoint, const protocol::Call& call, http::Response response) const;

 private:
  struct Counted {
    CallFault fault = {};
    std::uint64_t seen = 0;
  };
  const CallFault* find(CallFault::When when, const protocol::Call& call, std::string_view action) const;
  protocol::Fault carry_out(const CallFault& fault, const protocol::Call& call) const;

  const protocol::Authorizer& access_;
  std::function<void(const std::string&)> kill_ = {};
  mutable std::vector<Counted> faults_ = {};  // counting is no change that a caller could see
};

}  // namespace emulator
