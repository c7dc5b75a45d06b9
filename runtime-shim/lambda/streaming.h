#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "lambda/runtime.h"

// Functions whose response goes to the client as it is made, behind a function URL with InvokeMode RESPONSE_STREAM.
// (Lambda Developer Guide, "Response streaming", "Building a custom runtime")
//
//   return lambda::run_streaming([](lambda::Environment&) -> lambda::StreamingHandler {
//     return [](const lambda::Invocation& call) -> lambda::StreamedReply {
//       return {.headers = {{"Content-Type", "text/event-stream"}}, .next = [&call] { return next_event(call); }};
//     };
//   });

namespace lambda {

struct StreamedReply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::vector<std::string> cookies = {};
  // The next piece, which is sent before it is called again; empty at the end. May wait; what it throws tells the
  // client that the response is not whole. The Invocation lives until the last call.
  std::function<std::string()> next = {};
};

using StreamingHandler = std::function<StreamedReply(const Invocation&)>;
using StreamingSetup = std::function<StreamingHandler(Environment&)>;  // the init phase

// As run(), for such a function.
int run_streaming(const StreamingSetup& setup, Environment environment = Environment::of_process());

// Status, headers and cookies as they go before the first piece: JSON and eight NUL bytes.
std::string prelude_of(const StreamedReply& reply);

}  // namespace lambda
