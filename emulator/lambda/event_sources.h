#pragma once

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/lambda/event_source.h"
#include "emulator/lambda/functions.h"
#include "emulator/loop/loop.h"
#include "emulator/sqs/queues.h"
#include "emulator/store/store.h"

namespace lambda_service {

// Takes messages from queues to functions. Where the handler succeeds they are deleted; where it fails they come back
// when their visibility ends, and the queue's redrive policy says how often. A function without room for another
// invocation is asked again, less and less often, as long as its messages stay hidden.
//
// Mappings are records of the store. Of a backlog five batches are taken at once to begin with and up to 300 more with
// each minute, as far as the mapping and the function allow. (Lambda Developer Guide, "Configuring scaling behavior for
// SQS event source mappings")
//
// Poller fibers wait for a queue's message without keeping the world from resting. Under a virtual clock what a poller
// does begins with a timer that is due now, so that nothing runs before the clock is told to go.
class EventSources {
 public:
  EventSources(loop::Loop& loop, store::Store& store, sqs::Queues& queues, Functions& functions);
  ~EventSources();

  // Makes the mapping, or changes the one of this queue and function. For the template.
  void ensure(EventSource source);
  // Behind the last ensure(): what was in an earlier template and is not in this one goes, the rest is polled.
  void start();

  // Throws resource_conflict() where queue and function have one already, and invalid_parameter() where one of them is
  // not there.
  const EventSource& create(EventSource source);
  const EventSource& update(const EventSource& source);  // by its uuid
  EventSource remove(std::string_view uuid);
  const EventSource& get(std::string_view uuid) const;  // throws no_such_mapping()
  std::vector<EventSource> list() const;                // by uuid

  Functions& functions() { return functions_; }

 private:
  struct Mapping;
  std::shared_ptr<Mapping> hold(std::string_view uuid) const;
  void check(const EventSource& source) const;
  void save(const EventSource& source);
  void start(const std::shared_ptr<Mapping>& mapping);
  int allowed_batches(Mapping& mapping) const;
  void poll(Mapping& mapping);
  void poll_once(Mapping& mapping);
  void let_batch_grow(Mapping& mapping);
  std::vector<sqs::Delivery> collect(const EventSource& source);
  void hand_over(Mapping& mapping, const EventSource& source, std::vector<sqs::Delivery> batch);
  void invoke(const EventSource& source, const std::vector<sqs::Delivery>& batch);
  bool settle(const EventSource& source, const std::vector<sqs::Delivery>& part,
              const std::vector<std::string>& records);
  std::optional<std::string> find_answer(const EventSource& source, const std::vector<sqs::Delivery>& part,
                                         const std::string& event);
  void wait_for_clock();

  loop::Loop& loop_;
  store::Store& store_;
  sqs::Queues& queues_;
  Functions& functions_;
  store::Space space_ = {};
  std::map<std::string, std::shared_ptr<Mapping>, std::less<>> mappings_ = {};  // by uuid
  std::vector<std::shared_ptr<Mapping>> removed_ = {};                          // until their last batch is done
};

}  // namespace lambda_service
