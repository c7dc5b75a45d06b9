#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/lambda/functions.h"
#include "emulator/loop/loop.h"
#include "emulator/sqs/queues.h"

namespace lambda_service {

// A queue whose messages a function is given. (Lambda Developer Guide, "Using Lambda with Amazon SQS")
struct EventSource {
  std::string queue_arn = {};
  std::string function_arn = {};
  int batch_size = 10;
  std::chrono::seconds batching_window{0};
  bool report_batch_item_failures = false;
  std::optional<int> maximum_concurrency = {};  // 2 to 1000; nothing: five, with which Lambda starts
  bool enabled = true;
};

// Takes messages from queues to functions. Where the handler succeeds they are deleted; where it fails they come back
// when their visibility ends, and the queue's redrive policy says how often. A function without room for another
// invocation is asked again, less and less often, as long as its messages stay hidden.
//
// Poller fibers wait for a queue's message without keeping the world from resting. Under a virtual clock what a poller
// does begins with a timer that is due now, so that nothing runs before the clock is told to go.
class EventSources {
 public:
  EventSources(loop::Loop& loop, sqs::Queues& queues, Functions& functions);
  ~EventSources();

  // Starts the mapping, or changes the one of this queue and function. For the template.
  void ensure(const EventSource& source);

 private:
  struct Mapping;
  void poll(Mapping& mapping);
  void poll_once(Mapping& mapping);
  std::vector<sqs::Delivery> collect(const EventSource& source);
  void hand_over(Mapping& mapping, const EventSource& source, std::vector<sqs::Delivery> batch);
  void invoke(const EventSource& source, const std::vector<sqs::Delivery>& batch);
  void settle(const EventSource& source, const std::vector<sqs::Delivery>& part,
              const std::vector<std::string>& records);
  std::optional<std::string> find_answer(const EventSource& source, const std::vector<sqs::Delivery>& part,
                                         const std::string& event);
  void wait_for_clock();

  loop::Loop& loop_;
  sqs::Queues& queues_;
  Functions& functions_;
  std::list<std::unique_ptr<Mapping>> mappings_;
};

}  // namespace lambda_service
