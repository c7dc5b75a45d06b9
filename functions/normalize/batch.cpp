#include "functions/normalize/batch.h"

#include <chrono>

namespace normalize {
namespace batch_detail {

constexpr std::string_view kSource = "feedmill.normalize";

std::string_view metric_of(ports::EventStatus status) {
  switch (status) {
    case ports::EventStatus::kQuarantined:
      return "EventsQuarantined";
    case ports::EventStatus::kIgnored:
      return "EventsIgnored";
    default:
      return "EventsNormalized";
  }
}

bool is_same(const domain::AcceptedEvent& a, const domain::AcceptedEvent& b) { return to_json(a) == to_json(b); }

}  // namespace batch_detail

void Batch::normalize(const Delivery& delivery) {
  try {
    const domain::AcceptedEvent event = parse_bus_event(delivery.body);
    if (joins_another(delivery, event)) return;
    auto result = ports_.normalization.run(event, call_.log);
    if (result) {
      done_.push_back({{delivery}, std::move(*result)});
    } else {
      call_.metrics.count("EventsRepeated");
    }
  } catch (const base::Failure& failure) {
    fail(delivery, failure);
  }
}

bool Batch::joins_another(const Delivery& delivery, const domain::AcceptedEvent& event) {
  for (Done& done : done_) {
    if (!batch_detail::is_same(done.result.event, event)) continue;
    done.deliveries.push_back(delivery);
    call_.metrics.count("EventsRepeated");
    return true;
  }
  return false;
}

void Batch::finish() {
  std::vector<ports::BusEvent> events;
  for (const Done& done : done_) {
    events.push_back({.source = std::string(batch_detail::kSource),
                      .detail_type = std::string(done.result.detail_type()),
                      .detail = done.result.detail,
                      .time = call_.context.now()});
  }
  std::optional<base::Failure> unheard;
  try {
    ports_.bus.put(events);
  } catch (const base::Failure& failure) {
    unheard = failure;
  }
  for (const Done& done : done_) {
    std::optional<base::Failure> failure = unheard;
    try {
      if (!failure) record(done.result);
    } catch (const base::Failure& not_recorded) {
      failure = not_recorded;
    }
    for (const Delivery& delivery : done.deliveries) {
      if (failure) fail(delivery, *failure);
    }
  }
}

void Batch::record(const Result& result) {
  const auto& event = result.event;
  const bool finished = ports_.records.finish(event.vendor_id, event.external_event_id, event.ingest_id, result.outcome,
                                              base::format_iso8601(call_.context.now()), result.again);
  call_.metrics.count(batch_detail::metric_of(result.outcome.status));
  call_.metrics.count("Records", static_cast<double>(result.outcome.records));
  call_.log.info(finished ? "the event is finished" : "the event's record was finished by another",
                 {{"vendorId", event.vendor_id},
                  {"ingestId", event.ingest_id},
                  {"contract", event.contract},
                  {"contractVersion", result.outcome.contract_version},
                  {"outcome", ports::name_of(result.outcome.status)},
                  {"records", result.outcome.records}});
}

void Batch::fail(const Delivery& delivery, const base::Failure& failure) {
  call_.metrics.count("EventsFailed");
  call_.log.warn("the event could not be finished", {{"messageId", delivery.message_id},
                                                     {"attempt", delivery.receive_count},
                                                     {"errorType", failure.name},
                                                     {"errorMessage", failure.what()}});
  if (!first_failure_) first_failure_ = failure;
  if (delivery.message_id.empty()) return;  // who invoked the function tries again
  failed_.push_back({{"itemIdentifier", delivery.message_id}});
  const auto pause = pause_after(delivery.receive_count);
  try {
    if (!pause) give_up(delivery, failure);
    ports_.queue.show_again_after(delivery.receipt_handle, pause.value_or(std::chrono::seconds(0)));
  } catch (const base::Failure& second) {  // it comes again when the queue's own time is over
    call_.log.warn("the message's pause could not be set",
                   {{"messageId", delivery.message_id}, {"errorType", second.name}, {"errorMessage", second.what()}});
  }
}

// The queue takes it to the dead letters; the record says why.
void Batch::give_up(const Delivery& delivery, const base::Failure& failure) {
  domain::AcceptedEvent event;
  try {
    event = parse_bus_event(delivery.body);
  } catch (const base::Failure&) {
    return;  // there is no record that it speaks of
  }
  ports_.records.finish(event.vendor_id, event.external_event_id, event.ingest_id,
                        {.status = ports::EventStatus::kFailed, .failure_reason = failure.name + ": " + failure.what()},
                        base::format_iso8601(call_.context.now()));
}

}  // namespace normalize
