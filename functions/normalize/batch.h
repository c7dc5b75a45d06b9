#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/failure.h"
#include "functions/normalize/delivery.h"
#include "functions/normalize/normalization.h"
#include "lambda/runtime.h"
#include "ports/bus.h"
#include "ports/event_queue.h"

namespace normalize {

// The work of one invocation. What can be asked for many events at once is: their records, the state, the bus. Each
// message stands for itself all the same: what goes wrong with one event is its own failure.
class Batch {
 public:
  struct Ports {
    Normalization& normalization;
    ports::IngestRecords& records;
    ports::VendorStates& states;
    ports::Bus& bus;
    ports::EventQueue& queue;
  };

  Batch(Ports ports, const lambda::Invocation& call) : ports_(ports), call_(call) {}

  void take(const Delivery& delivery);
  // Normalizes what was taken. The bus hears of all that came to something at once, and when it has, their records are
  // finished.
  void finish();

  const base::Json& failed_messages() const { return failed_; }  // [{"itemIdentifier"}]
  const std::optional<base::Failure>& first_failure() const { return first_failure_; }

 private:
  struct Work {
    std::vector<Delivery> deliveries = {};  // a burst may bring the same event several times
    domain::AcceptedEvent event = {};
    Result result = {};  // once it was read
  };
  void read();
  void keep();
  bool keep_together();
  void tell();
  // Does it for each, and takes those out for which it fails, or gives false: there is nothing more to do for them.
  void for_each(const std::function<bool(Work&)>& step);
  void record(const Result& result);
  void fail(const Delivery& delivery, const base::Failure& failure);
  void give_up(const Delivery& delivery, const base::Failure& failure);

  Ports ports_;
  const lambda::Invocation& call_;
  std::vector<Work> work_ = {};
  base::Json failed_ = base::Json::array();
  std::optional<base::Failure> first_failure_ = {};
};

}  // namespace normalize
