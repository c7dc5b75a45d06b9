#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"

namespace lambda {

// What an invocation knows of itself besides its event. Time, ids and randomness come from here and from nowhere else,
// so that a replay gives the same answer.
class Context {
 public:
  struct Facts {
    std::string request_id = {};
    std::string function_arn = {};
    std::string trace_id = {};
    base::TimePoint deadline = {};                       // by the system's clock: the limit is real time
    std::optional<base::TimePoint> world_time = {};      // Lambda-Runtime-Feedmill-Time, where it was sent
    std::optional<std::string> seed = {};                // Lambda-Runtime-Feedmill-Seed, likewise
    std::chrono::steady_clock::time_point arrived = {};  // when the event was here
  };
  explicit Context(Facts facts);

  const std::string& request_id() const { return facts_.request_id; }
  const std::string& function_arn() const { return facts_.function_arn; }
  const std::string& trace_id() const { return facts_.trace_id; }

  // The world's time, which stands still while a handler runs, where the caller sent it; else the system's clock.
  base::TimePoint now() const;
  // What is left until Lambda ends the process. Always real time, as the limit itself is.
  std::chrono::nanoseconds remaining() const;
  std::chrono::steady_clock::time_point ends_at() const { return ends_at_; }

  // Random hex digits; of the seed where one was sent (the same calls give the same digits), else of the system.
  std::string random_hex(std::size_t digits);

 private:
  Facts facts_;
  std::chrono::steady_clock::time_point ends_at_ = {};
  std::uint64_t drawn_ = 0;
};

}  // namespace lambda
