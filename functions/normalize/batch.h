#pragma once

#include <optional>
#include <vector>

#include "base/failure.h"
#include "functions/normalize/delivery.h"
#include "functions/normalize/normalization.h"
#include "lambda/runtime.h"
#include "ports/bus.h"
#include "ports/event_queue.h"

namespace normalize {

// The work of one invocation: each message by itself, then the bus hears of all that came to something at once, and
// when it has, their records are finished.
class Batch {
 public:
  struct Ports {
    Normalization& normalization;
    ports::IngestRecords& records;
    ports::Bus& bus;
    ports::EventQueue& queue;
  };

  Batch(Ports ports, const lambda::Invocation& call) : ports_(ports), call_(call) {}

  void normalize(const Delivery& delivery);
  void finish();

  const base::Json& failed_messages() const { return failed_; }  // [{"itemIdentifier"}]
  const std::optional<base::Failure>& first_failure() const { return first_failure_; }

 private:
  struct Done {
    std::vector<Delivery> deliveries = {};  // a burst may bring the same event several times
    Result result = {};
  };
  bool joins_another(const Delivery& delivery, const domain::AcceptedEvent& event);
  void record(const Result& result);
  void fail(const Delivery& delivery, const base::Failure& failure);
  void give_up(const Delivery& delivery, const base::Failure& failure);

  Ports ports_;
  const lambda::Invocation& call_;
  std::vector<Done> done_ = {};
  base::Json failed_ = base::Json::array();
  std::optional<base::Failure> first_failure_ = {};
};

}  // namespace normalize
