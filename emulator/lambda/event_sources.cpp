#include "emulator/lambda/event_sources.h"

#include <algorithm>

#include "base/log.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/sqs_event.h"

namespace lambda_service {
namespace event_sources_detail {

constexpr int kFirstConcurrency = 5;
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
  int running = 0;
  loop::Signal changed;  // a batch is done, or the source is another
  loop::Fiber poller = {};
  std::list<loop::Fiber> batches = {};
};

EventSources::EventSources(loop::Loop& loop, sqs::Queues& queues, Functions& functions)
    : loop_(loop), queues_(queues), functions_(functions) {}

EventSources::~EventSources() {
  for (const auto& mapping : mappings_) {
    mapping->poller.finish();
    for (loop::Fiber& batch : mapping->batches) batch.finish();
  }
}

void EventSources::ensure(const EventSource& source) {
  const auto same = [&](const std::unique_ptr<Mapping>& mapping) {
    return mapping->source.queue_arn == source.queue_arn && mapping->source.function_arn == source.function_arn;
  };
  if (const auto found = std::ranges::find_if(mappings_, same); found != mappings_.end()) {
    (*found)->source = source;
    (*found)->changed.notify_all();
    return;
  }
  Mapping& mapping = *mappings_.emplace_back(std::make_unique<Mapping>(loop_, source));
  mapping.poller = loop_.spawn("event source " + source.queue_arn, [this, &mapping] { poll(mapping); });
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
  while (!mapping.source.enabled || mapping.running >= mapping.source.maximum_concurrency.value_or(kFirstConcurrency)) {
    mapping.changed.wait();
  }
  queues_.wait_for_messages(mapping.source.queue_arn);
  wait_for_clock();
  // Everything may have changed meanwhile; what this batch goes by is one state of it.
  const EventSource source = mapping.source;
  if (!source.enabled) return;
  auto batch = collect(source);
  if (!batch.empty()) hand_over(mapping, source, std::move(batch));
}

// A batch is full, or its window over, or its payload as large as it may be, or its first message about to reappear:
// whatever comes first.
std::vector<sqs::Delivery> EventSources::collect(const EventSource& source) {
  std::vector<sqs::Delivery> batch;
  std::size_t bytes = 0;
  const auto most = static_cast<std::size_t>(source.batch_size);
  TimePoint until = loop_.now() + source.batching_window;
  const auto take = [&] {
    for (auto& delivery : queues_.receive(
             source.queue_arn,
             {.messages = most - batch.size(), .bytes = kMostPayload - bytes, .wait = std::chrono::seconds(0)})) {
      bytes = std::min(kMostPayload, bytes + delivery.place.bytes);
      until = std::min(until, delivery.place.visible_at - kBeforeReappearing);
      batch.push_back(std::move(delivery));
    }
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
    std::string record = sqs_record(delivery, source.queue_arn);
    if (!part.empty() && bytes + record.size() > kMostPayload - kEnvelope) {
      settle(source, part, records);
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

// Deletes what succeeded. The rest comes back when its visibility ends.
void EventSources::settle(const EventSource& source, const std::vector<sqs::Delivery>& part,
                          const std::vector<std::string>& records) {
  const auto answer = find_answer(source, part, sqs_event(records));
  if (!answer) return;
  std::vector<std::string> failed;
  if (source.report_batch_item_failures) {
    const auto named = parse_batch_item_failures(*answer, part);
    if (!named) {
      base::log_warning("batchItemFailures make no sense, so the whole batch has failed",
                        {{"function", source.function_arn}});
      return;
    }
    failed = *named;
  }
  std::vector<std::string> done;
  for (const sqs::Delivery& delivery : part) {
    if (std::ranges::find(failed, delivery.message.id) == failed.end()) done.push_back(delivery.receipt);
  }
  if (!done.empty()) queues_.remove(source.queue_arn, done);
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
