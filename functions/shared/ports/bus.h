#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aws/client.h"
#include "base/json.h"
#include "base/time.h"

namespace ports {

struct BusEvent {
  std::string source = {};
  std::string detail_type = {};
  base::Json detail = {};
  base::TimePoint time = {};
};

// The event bus on which the stages tell each other what happened.
//
// Give it a Client of its own where a bus that is down must not use up what other calls may retry.
class Bus {
 public:
  static constexpr std::size_t kBatch = 10;  // entries a request (EventBridge API Reference, PutEvents)

  Bus(aws::Client& client, std::string name) : client_(client), name_(std::move(name)) {}

  // All of them are on the bus when it returns; some may be there twice. Throws Failure "Unavailable" where the bus did
  // not take one in three tries, and aws::Error.
  void put(std::span<const BusEvent> events);
  void put(const BusEvent& event) { put(std::span(&event, 1)); }

 private:
  void put_batch(std::vector<base::Json> entries);

  aws::Client& client_;
  std::string name_;
};

}  // namespace ports
