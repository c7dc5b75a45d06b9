#pragma once

#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

#include "emulator/http/message.h"
#include "emulator/loop/loop.h"
#include "emulator/protocol/call.h"

namespace emulator {

// One line for each call that was answered, in the order of the answers: the world's time, who called, what, the
// status, and a digest of the answer's headers and body. With the same seed under a virtual clock two runs write the
// same lines: no duration, pid, port or memory size is in it.
class CallTrace {
 public:
  using Listener = std::function<void(const std::string& line)>;
  // Appends to `path` unless it is empty, and tells the listener where there is one. Throws std::system_error when the
  // file cannot be opened.
  explicit CallTrace(const std::string& path, Listener listener = {});
  ~CallTrace();
  CallTrace(const CallTrace&) = delete;
  CallTrace& operator=(const CallTrace&) = delete;

  // `endpoint` is taken out of what is digested: it has the port in it.
  void write(const http::Request& request, const protocol::Call& call, const http::Response& response,
             std::string_view endpoint);

 private:
  std::FILE* file_ = nullptr;
  Listener listener_ = {};
};

}  // namespace emulator
