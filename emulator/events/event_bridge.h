#pragma once

#include <memory>

#include "emulator/events/buses.h"
#include "emulator/events/publisher.h"
#include "emulator/events/rules.h"

namespace events {

// EventBridge as a whole: what its operations work on.
struct EventBridge {
  EventBridge(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries);

  // Goes on with what the store holds from before: schedules. After all sinks are there.
  void start();

  loop::Loop& loop;
  store::Store& store;
  Buses buses;
  Rules rules;
  Publisher publisher;
};

}  // namespace events
