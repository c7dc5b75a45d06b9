#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time.h"

namespace replay {

// An event as AWS documents it, or a log holds it: what a function was invoked with.
struct SampleEvent {
  std::string kind = {};                     // "S3 notification", "SQS messages", …
  std::optional<base::TimePoint> time = {};  // when it happened, where it says so
};

// Nothing for a shape that is not known.
std::optional<SampleEvent> recognise(const base::Json& event);

// All shapes that are known: "S3 notification, SQS messages, …".
std::string known_samples();

}  // namespace replay
