#pragma once

#include <memory>

#include "emulator/events/buses.h"
#include "emulator/events/publisher.h"
#include "emulator/events/replays.h"
#include "emulator/events/rules.h"
#include "emulator/events/schedules.h"

namespace events {

// EventBridge as a whole: what its operations work on.
struct EventBridge {
  EventBridge(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries);

  // Goes on with what the store holds from before: schedules and replays. After all sinks are there.
  void start();

  loop::Loop& loop;
  store::Store& store;
  Buses buses;
  Rules rules;
  Publisher publisher;
  Archives archives;
  Replays replays;
  Schedules schedules;
};

}  // namespace events
