#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "domain/accepted_event.h"

namespace normalize {

// An accepted event as it came here.
struct Delivery {
  std::string message_id = {};      // of the queue; "" where the bus invoked the function itself
  std::string receipt_handle = {};  // likewise
  int receive_count = 1;            // this time included
  std::string body = {};            // the bus event's text
};

// What an invocation brings: a batch of queue messages with a bus event in each, or one bus event. Throws Failure
// "BadEvent" for anything else.
struct Deliveries {
  bool from_queue = false;
  std::vector<Delivery> all = {};
};
Deliveries parse_deliveries(const base::Json& event);

// The event in a delivery. Throws Failure "BadEvent".
domain::AcceptedEvent parse_bus_event(std::string_view body);

// How long a message that could not be finished waits for its next try: 5, 25, 125 seconds. Nothing after the fourth
// try: its dead-letter queue is where it goes.
std::optional<std::chrono::seconds> pause_after(int receive_count);

}  // namespace normalize
