#include "emulator/events/event_bridge.h"

namespace events {

EventBridge::EventBridge(loop::Loop& loop_, store::Store& store_, delivery::Deliveries& deliveries)
    : loop(loop_),
      store(store_),
      buses(loop, store),
      rules(loop, store),
      publisher(loop, store, deliveries, rules),
      archives(loop, store),
      replays(loop, store, archives, publisher),
      schedules(loop, store, rules, publisher) {
  publisher.set_witness([this](store::Transaction& transaction, std::string_view bus, const Event& event,
                               const patterns::FlatEvent& flat) { archives.keep(transaction, bus, event, flat); });
}

void EventBridge::start() {
  schedules.start();
  replays.start();
}

}  // namespace events
