#include "emulator/lambda/event_sources.h"

#include <algorithm>
#include <thread>

#include "base/log.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/sqs_event.h"

namespace lambda_service {
namespace event_sources_detail {

constexpr int kFirstConcurrency = 5;
constexpr int kMostConcurrency = 1'250;
constexpr base::Duration kOneMore = std::chrono::milliseconds(200);  // 300 a minute
constexpr int kLeastAtOnce = 2;
constexpr auto kMostGrowing = std::chrono::milliseconds(20);
constexpr std::size_t kMostPayload = 6 << 20;  // of a synchronous invocation
constexpr std::size_t kEnvelope = 1024;        // what stands around the records
constexpr base::Duration kBeforeReappearing = std::chrono::seconds(1);
constexpr base::Duration kFirstPause = std::chrono::seconds(1);
constexpr base::Duration kLongestPause = std::chrono::minutes(1);
constexpr base::Duration kAfterStoreError = std::chrono::seconds(5);

}  // namespace event_sources_detail

using namespace event_sources_detail;

// One queue and one function: a fiber that takes batches, and one for each batch that a handler has.
struct EventSources::Mapping {
  Mapping(loop::Loop& loop, EventSource s) : source(std::move(s)), changed(loop) {}
  EventSource source;
  bool wanted = false;  // by the template or by whoever made it, since the start
  int running = 0;
  std::optional<TimePoint> crowded_since = {};  // since when it has as many batches as it began with
  loop::Signal changed;                         // a batch is done, or the source is another
  loop::Fiber poller = {};
  std::list<loop::Fiber> batches = {};
  bool done() const {
    return poller.done() && std::ranges::all_of(batches, [](const loop::Fiber& fiber) { return fiber.done(); });
  }
  void finish() {
    poller.finish();
    for (loop::Fiber& batch : batches) batch.finish();
  }
};

EventSources::EventSources(loop::Loop& loop, store::Store& store, sqs::Queues& queues, Functions& functions)
    : loop_(loop), store_(store), queues_(queues), functions_(functions), space_(store.space("lambda/event-source")) {
  store_.each(space_, "", [&](std::string_view uuid, std::string_view record) {
    const auto mapping = std::make_shared<Mapping>(loop_, decode_event_source(base::Json::parse(record)));
    mapping->wanted = !mapping->source.from_template;
    mappings_[std::string(uuid)] = mapping;
    return true;
  });
}

EventSources::~EventSources() {
  for (const auto& [uuid, mapping] : mappings_) mapping->finish();
  for (const auto& mapping : removed_) mapping->finish();
}

void EventSources::start() {
  std::vector<std::string> unwanted;
  for (const auto& [uuid, mapping] : mappings_) {
    if (mapping->wanted) {
      start(mapping);
    } else {
      unwanted.push_back(uuid);
    }
  }
  for (const std::string& uuid : unwanted) remove(uuid);
}

void EventSources::start(const std::shared_ptr<Mapping>& mapping) {
  if (!mapping->poller.done()) return;
  mapping->poller =
      loop_.spawn("event source " + mapping->source.queue_arn, [this, &polled = *mapping] { poll(polled); });
}

std::shared_ptr<EventSources::Mapping> EventSources::hold(std::string_view uuid) const {
  const auto found = mappings_.find(uuid);
  if (found == mappings_.end()) throw no_such_mapping();
  return found->second;
}

void EventSources::save(const EventSource& source) {
  store::Transaction transaction(store_);
  transaction.put(space_, source.uuid, encode(source).dump());
  transaction.commit();
}

void EventSources::ensure(EventSource source) {
  source.from_template = true;
  for (const auto& [uuid, mapping] : mappings_) {
    EventSource& known = mapping->source;
    if (known.queue_arn != source.queue_arn || known.function_arn != source.function_arn) continue;
    source.uuid = known.uuid;
    source.last_modified = known.last_modified;
    if (encode(source).dump() != encode(known).dump()) {
      source.last_modified = loop_.now();
      save(source);
      known = source;
    }
    mapping->wanted = true;
    start(mapping);
    mapping->changed.notify_all();
    return;
  }
  source.uuid = loop_.world().uuid();
  source.last_modified = loop_.now();
  save(source);
  const auto mapping = std::make_shared<Mapping>(loop_, source);
  mapping->wanted = true;
  mappings_[source.uuid] = mapping;
  start(mapping);
}

// What CreateEventSourceMapping and UpdateEventSourceMapping look at besides the fields themselves.
void EventSources::check(const EventSource& source) const {
  const auto function = functions_.find_by_arn(source.function_arn);
  if (!function) throw invalid_parameter("Function does not exist");
  const sqs::QueueDescription* queue = queues_.find(source.queue_arn);
  if (!queue) {
    throw invalid_parameter(
        "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error "
        "Message: The specified queue does not exist.");
  }
  if (queue->visibility_timeout.count() < function->timeout_seconds) {
    throw invalid_parameter(
        fmt::format("Queue visibility timeout: {} seconds is less than Function timeout: {} seconds",
                    queue->visibility_timeout.count(), function->timeout_seconds));
  }
}

const EventSource& EventSources::create(EventSource source) {
  check(source);
  for (const auto& [uuid, mapping] : mappings_) {
    if (mapping->source.queue_arn != source.queue_arn || mapping->source.function_arn != source.function_arn) continue;
    throw mapping_exists(source.queue_arn, source.function_arn, uuid);
  }
  source.uuid = loop_.world().uuid();
  source.last_modified = loop_.now();
  save(source);
  const auto mapping = std::make_shared<Mapping>(loop_, source);
  mapping->wanted = true;
  mappings_[source.uuid] = mapping;
  start(mapping);
  return mapping->source;
}

const EventSource& EventSources::update(const EventSource& source) {
  const auto mapping = hold(source.uuid);
  check(source);
  EventSource changed = source;
  changed.last_modified = loop_.now();
  save(changed);
  mapping->source = changed;
  mapping->changed.notify_all();
  return mapping->source;
}

EventSource EventSources::remove(std::string_view uuid) {
  const auto mapping = hold(uuid);
  store::Transaction transaction(store_);
  transaction.erase(space_, std::string(uuid));
  transaction.commit();
  mappings_.erase(mapping->source.uuid);
  mapping->poller.cancel();
  std::erase_if(removed_, [](const auto& gone) { return gone->done(); });
  removed_.push_back(mapping);
  return mapping->source;
}

const EventSource& EventSources::get(std::string_view uuid) const { return hold(uuid)->source; }

std::vector<EventSource> EventSources::list() const {
  std::vector<EventSource> result;
  for (const auto& [uuid, mapping] : mappings_) result.push_back(mapping->source);
  return result;
}

// How many batches may be with handlers at once, now.
int EventSources::allowed_batches(Mapping& mapping) const {
  int most = mapping.source.maximum_concurrency.value_or(kMostConcurrency);
  const auto function = functions_.find_by_arn(mapping.source.function_arn);
  // Beyond that it would be refused, and messages received for nothing.
  if (function && function->reserved_concurrency) most = std::min(most, std::max(1, *function->reserved_concurrency));
  if (mapping.running < kFirstConcurrency) {
    mapping.crowded_since.reset();
  } else if (!mapping.crowded_since) {
    mapping.crowded_since = loop_.now();
  }
  const auto more = mapping.crowded_since ? (loop_.now() - *mapping.crowded_since) / kOneMore : 0;
  return static_cast<int>(std::min<std::int64_t>(most, kFirstConcurrency + more));
}

void EventSources::poll(Mapping& mapping) {
  for (;;) {
    try {
      poll_once(mapping);
    } catch (const loop::Cancelled&) {
      throw;
    } catch (const std::exception& error) {
      // The store cannot be written or read, or 120,000 messages are in flight. They stay where they are meanwhile.
      base::log_error("queue not polled, tried again later",
                      {{"queue", mapping.source.queue_arn}, {"error", error.what()}});
      loop_.sleep_for(kAfterStoreError);
    }
  }
}

void EventSources::poll_once(Mapping& mapping) {
  while (!mapping.source.enabled) mapping.changed.wait();
  while (mapping.running >= allowed_batches(mapping)) {
    mapping.changed.wait(loop::Deadline::at(loop_.now() + kOneMore, loop::TimerKind::kPeriodic));
  }
  queues_.wait_for_messages(mapping.source.queue_arn);
  let_batch_grow(mapping);
  wait_for_clock();
  // Everything may have changed meanwhile; what this batch goes by is one state of it.
  const EventSource source = mapping.source;
  if (!source.enabled) return;
  auto batch = collect(source);
  if (!batch.empty()) hand_over(mapping, source, std::move(batch));
}

// While there are as many batches with handlers as there are processors, one more would be no sooner done. In a burst
// it waits a moment for one of them to end, and takes along what has come by then: most batches are full then, where
// each would be of a message or two. How many messages are together is nothing that AWS promises.
void EventSources::let_batch_grow(Mapping& mapping) {
  if (loop_.is_virtual()) return;  // real time has no say there
  static const int processors = static_cast<int>(std::thread::hardware_concurrency());
  const auto deadline = loop::Deadline::real_in(kMostGrowing);
  while (mapping.running >= std::max(processors, kLeastAtOnce) && mapping.changed.wait(deadline)) {
  }
}

// A batch is full, or its window over, or its payload as large as it may be, or its first message about to reappear:
// whatever comes first. What the filter does not let through is deleted.
std::vector<sqs::Delivery> EventSources::collect(const EventSource& source) {
  std::vector<sqs::Delivery> batch;
  std::size_t bytes = 0;
  const auto most = static_cast<std::size_t>(source.batch_size);
  TimePoint until = loop_.now() + source.batching_window;
  const auto take = [&] {
    std::vector<std::string> unwanted;
    for (auto& delivery : queues_.receive(
             source.queue_arn,
             {.messages = most - batch.size(), .bytes = kMostPayload - bytes, .wait = std::chrono::seconds(0)})) {
      if (!source.filter.passes(delivery, source.queue_arn)) {
        unwanted.push_back(delivery.receipt);
        continue;
      }
      bytes = std::min(kMostPayload, bytes + delivery.place.bytes);
      until = std::min(until, delivery.place.visible_at - kBeforeReappearing);
      batch.push_back(std::move(delivery));
    }
    if (!unwanted.empty()) queues_.remove(source.queue_arn, unwanted);
  };
  take();
  while (!batch.empty() && batch.size() < most && bytes < kMostPayload && loop_.now() < until) {
    if (!queues_.wait_for_messages(source.queue_arn, loop::Deadline::at(until))) break;
    take();
  }
  return batch;
}

void EventSources::hand_over(Mapping& mapping, const EventSource& source, std::vector<sqs::Delivery> batch) {
  std::erase_if(mapping.batches, [](const loop::Fiber& fiber) { return fiber.done(); });
  ++mapping.running;
  mapping.batches.push_back(loop_.spawn("event source batch", [this, &mapping, source, batch = std::move(batch)] {
    struct Done {
      Mapping& mapping;
      ~Done() {
        --mapping.running;
        mapping.changed.notify_all();
      }
    };
    const Done done{mapping};
    try {
      invoke(source, batch);
    } catch (const loop::Cancelled&) {
      throw;
    } catch (const std::exception& error) {
      // Not deleted, though the handler may have done its work: they come again, which at-least-once allows.
      base::log_error("batch not settled", {{"queue", source.queue_arn}, {"error", error.what()}});
    }
  }));
}

// Escaping may make more of the messages than one invocation carries; then it takes several.
void EventSources::invoke(const EventSource& source, const std::vector<sqs::Delivery>& batch) {
  std::vector<sqs::Delivery> part;
  std::vector<std::string> records;
  std::size_t bytes = 0;
  for (const sqs::Delivery& delivery : batch) {
    std::string record = sqs_record(delivery, source.queue_arn).dump();
    if (!part.empty() && bytes + record.size() > kMostPayload - kEnvelope) {
      // Of a FIFO queue nothing goes on behind what failed: it would overtake.
      if (!settle(source, part, records) && source.is_fifo()) return;
      part.clear();
      records.clear();
      bytes = 0;
    }
    bytes += record.size() + 1;
    part.push_back(delivery);
    records.push_back(std::move(record));
  }
  settle(source, part, records);
}

// Deletes what succeeded, and says whether that was all. The rest comes back when its visibility ends.
bool EventSources::settle(const EventSource& source, const std::vector<sqs::Delivery>& part,
                          const std::vector<std::string>& records) {
  const auto answer = find_answer(source, part, sqs_event(records));
  if (!answer) return false;
  std::vector<std::string> failed;
  if (source.report_batch_item_failures) {
    const auto named = parse_batch_item_failures(*answer, part);
    if (!named) {
      base::log_warning("batchItemFailures make no sense, so the whole batch has failed",
                        {{"function", source.function_arn}});
      return false;
    }
    failed = *named;
  }
  std::vector<std::string> done;
  for (const sqs::Delivery& delivery : part) {
    if (std::ranges::find(failed, delivery.message.id) == failed.end()) done.push_back(delivery.receipt);
  }
  if (!done.empty()) queues_.remove(source.queue_arn, done);
  return done.size() == part.size();
}

// What the handler answered; nothing where it failed or could not be asked.
std::optional<std::string> EventSources::find_answer(const EventSource& source, const std::vector<sqs::Delivery>& part,
                                                     const std::string& event) {
  TimePoint hidden_until = TimePoint::max();
  for (const sqs::Delivery& delivery : part) hidden_until = std::min(hidden_until, delivery.place.visible_at);
  for (base::Duration pause = kFirstPause;; pause = std::min(pause * 2, kLongestPause)) {
    const auto function = functions_.find_by_arn(source.function_arn);
    if (!function) {
      base::log_error("event source without a function",
                      {{"queue", source.queue_arn}, {"function", source.function_arn}});
      return std::nullopt;
    }
    try {
      InvocationResult result = functions_.invoke(function, event, loop_.world().uuid());
      if (!result.function_error.empty()) return std::nullopt;
      return std::move(result.payload);
    } catch (const Fault& fault) {
      const bool throttled = fault.status == 429;
      if (!throttled || loop_.now() + pause >= hidden_until) {
        base::log_warning("batch not taken", {{"function", source.function_arn}, {"reason", fault.message}});
        return std::nullopt;
      }
    }
    loop_.sleep_for(pause);
  }
}

void EventSources::wait_for_clock() {
  if (!loop_.is_virtual()) return;
  loop::Signal due(loop_);
  bool is_due = false;
  const loop::Timer timer = loop_.at(loop_.now(), loop::TimerKind::kOneOff, [&] {
    is_due = true;
    due.notify_all();
  });
  while (!is_due) due.wait();
}

}  // namespace lambda_service
