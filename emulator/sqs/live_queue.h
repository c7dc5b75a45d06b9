#pragma once

#include "emulator/sqs/deduplication.h"
#include "emulator/sqs/queues.h"
#include "emulator/sqs/receive_attempts.h"

namespace sqs {

// A queue at work: its settings, its messages' places, and who waits for one.
struct Queues::Live {
  Live(loop::Loop& loop, QueueDescription d)
      : description(std::move(d)),
        messages(description.fifo ? Queue::Kind::kFifo : Queue::Kind::kStandard),
        changed(loop) {}
  QueueDescription description;
  std::uint64_t number = 0;  // what its messages lie under; never used again
  TimePoint created = {}, modified = {};
  std::optional<TimePoint> purged = {};
  Queue messages;
  Deduplication deduplication = {};  // of a FIFO queue
  ReceiveAttempts attempts = {};     // likewise
  bool removed = false;
  loop::Signal changed;  // a message has become visible, or the queue has gone
  loop::Timer timer = {};
  std::optional<TimePoint> timer_due = {};
};

}  // namespace sqs
