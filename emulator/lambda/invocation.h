#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "emulator/lambda/response_stream.h"

namespace lambda_service {

// One event on its way through a handler.
struct Invocation {
  std::string request_id = {};
  std::string payload = {};
  std::string trace_id = {};
  // Under a virtual clock the world's time, which stands still while the handler runs; else the handler has its own
  // clock.
  std::optional<base::TimePoint> world_time = {};
  std::uint64_t seed = 0;                            // what the handler's ids and random numbers come from
  std::shared_ptr<ResponseStream> stream = nullptr;  // where a streamed answer goes; null: it is gathered
};

// What came of it: the handler's answer, or the error that Lambda gives for it.
struct InvocationResult {
  std::string payload = {};
  std::string function_error = {};  // empty, or "Unhandled": X-Amz-Function-Error
  std::string log_tail = {};        // the last 4 KB of its log
  bool not_started = false;         // the instance died before it took the event: another may try
};

// {"errorType": …, "errorMessage": …}
InvocationResult function_error(std::string_view type, std::string_view message);

}  // namespace lambda_service
