#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "emulator/commands/client.h"
#include "emulator/commands/demo_vendor_story.h"
#include "emulator/loop/world.h"

namespace emulator {

// The person at the keyboard wants it to end (SIGINT, SIGTERM).
struct Stopped : std::runtime_error {
  Stopped() : std::runtime_error("stopped before its end") {}
};

// One request of a vendor, and its answer.
struct Delivery {
  std::size_t event = 0;  // index into the events
  std::string at = {};    // the world's time
  int status = 0;
  bool again = false;  // Idempotent-Replayed
  base::Json body = {};
};

// Sends what vendors send, to the template's HTTP API and over HTTP alone, in a world with a virtual clock.
class VendorDay {
 public:
  VendorDay(loop::Loop& loop, const Client& client, std::vector<VendorEvent> events);

  const std::string& api() const { return api_; }  // the path below which it answers
  const std::vector<VendorEvent>& events() const { return events_; }

  // Each event two or three times, shuffled by the seed, with and without time in between. From time to time the world
  // goes on, so that what is late finds the state that newer events have led to.
  std::vector<Delivery> send_shuffled(std::uint64_t seed);
  Delivery send(std::size_t event);
  Delivery send_other_bytes(std::size_t event, const std::string& body);
  // Something else than JSON, of which nobody can tell which event it is.
  Delivery send_garbage(std::size_t event);

  // Until nothing runs by itself any more.
  void settle();

 private:
  Delivery post(std::size_t event, const std::string& body, bool with_id);
  void let_pass(std::chrono::minutes time);

  loop::Loop& loop_;
  const Client& client_;
  std::vector<VendorEvent> events_ = {};
  std::string api_ = {};
};

}  // namespace emulator
