#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/delivery/deliveries.h"
#include "emulator/events/event.h"
#include "emulator/events/rules.h"
#include "emulator/store/store.h"

namespace events {

// Whoever takes what rules send to ARNs of one kind: a message whose target is the target's ARN, whose source the
// rule's, whose payload the input; attributes.messageGroupId for a FIFO queue.
struct Sink {
  std::string arn_prefix = {};
  std::function<delivery::Outcome(const delivery::Message&)> take = {};
};

// Brings events from a bus to the targets of the rules that match.
class Publisher {
 public:
  Publisher(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries, Rules& rules);

  void add_sink(Sink sink) { sinks_.push_back(std::move(sink)); }
  // Sees every event of every bus, in the transaction that takes it in: an archive.
  using Witness =
      std::function<void(store::Transaction&, std::string_view bus_arn, const Event&, const patterns::FlatEvent&)>;
  void set_witness(Witness witness) { witness_ = std::move(witness); }

  // Told of every event of every bus; takes no part.
  using Observer = std::function<void(std::string_view bus_arn, const Event&)>;
  void set_observer(Observer observer) { observer_ = std::move(observer); }

  struct Route {
    std::string bus = {};                // ARN
    std::vector<std::string> only = {};  // ARNs of the rules that may match; empty: all
    int hops = 0;                        // how many buses it has come over
  };
  // On its way to every target when `transaction` has committed.
  void publish(store::Transaction& transaction, const Route& route, const Event& event);
  // What a rule does when its time has come: its targets get this event, whatever the pattern.
  void send(store::Transaction& transaction, const Rule& rule, const Event& event);

  // What `main` registers: takes what was sent to a rule's target on to it, and an event that another service sends to
  // a bus.
  delivery::Target delivery_target();

 private:
  void send(store::Transaction& transaction, const Rule& rule, const std::string& json, int hops);
  delivery::Outcome deliver(const delivery::Message& message);
  delivery::Outcome try_target(const delivery::Message& message);
  delivery::Outcome pass_on(const std::string& bus, const delivery::Message& message);

  loop::Loop& loop_;
  store::Store& store_;
  delivery::Deliveries& deliveries_;
  Rules& rules_;
  std::vector<Sink> sinks_ = {};
  Witness witness_ = {};
  Observer observer_ = {};
};

}  // namespace events
