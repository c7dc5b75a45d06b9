#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/json.h"
#include "base/time.h"
#include "emulator/lambda/message_filter.h"

namespace lambda_service {

// A queue whose messages a function is given. (Lambda Developer Guide, "Using Lambda with Amazon SQS")
struct EventSource {
  std::string queue_arn = {};
  std::string function_arn = {};
  int batch_size = 10;
  std::chrono::seconds batching_window{0};
  bool report_batch_item_failures = false;
  std::optional<int> maximum_concurrency = {};  // 2 to 1000; nothing: as many as Lambda itself allows
  MessageFilter filter = {};
  bool enabled = true;
  std::string uuid = {};
  base::TimePoint last_modified = {};
  bool from_template = false;  // and gone when the template does not have it any more

  bool is_fifo() const { return queue_arn.ends_with(".fifo"); }
};

base::Json encode(const EventSource& source);
EventSource decode_event_source(const base::Json& record);

// EventSourceMappingConfiguration, in the state that a change leads through or, where `state` is empty, rests in.
// (Lambda API Reference)
base::Json describe(const EventSource& source, std::string_view state = {});

// The fields that CreateEventSourceMapping and UpdateEventSourceMapping have in common, where the body has them. Throws
// invalid_parameter() for a value out of its range and for what is not supported here: nothing is silently ignored.
void apply_settings(const base::Json& body, EventSource& source);

}  // namespace lambda_service
