#include "emulator/events/event_bridge.h"

namespace events {

EventBridge::EventBridge(loop::Loop& loop_, store::Store& store_, delivery::Deliveries& deliveries)
    : loop(loop_), store(store_), buses(loop, store), rules(loop, store), publisher(loop, store, deliveries, rules) {}

void EventBridge::start() {}

}  // namespace events
