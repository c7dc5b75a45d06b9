#include "functions/normalize/batch.h"

#include <algorithm>
#include <chrono>
#include <set>

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

ports::IngestRecords::Identity identity_of(const domain::AcceptedEvent& event) {
  return {event.vendor_id, event.external_event_id};
}

}  // namespace batch_detail

using namespace batch_detail;

void Batch::take(const Delivery& delivery) {
  try {
    const domain::AcceptedEvent event = parse_bus_event(delivery.body);
    const auto same = std::ranges::find_if(work_, [&](const Work& work) { return is_same(work.event, event); });
    if (same == work_.end()) {
      work_.push_back({.deliveries = {delivery}, .event = event});
    } else {
      same->deliveries.push_back(delivery);
      call_.metrics.count("EventsRepeated");
    }
  } catch (const base::Failure& failure) {
    fail(delivery, failure);
  }
}

void Batch::finish() {
  read();
  keep();
  tell();
  for_each([&](Work& work) {
    record(work.result);
    return true;
  });
}

void Batch::for_each(const std::function<bool(Work&)>& step) {
  std::erase_if(work_, [&](Work& work) {
    try {
      return !step(work);
    } catch (const base::Failure& failure) {
      for (const Delivery& delivery : work.deliveries) fail(delivery, failure);
      return true;
    }
  });
}

void Batch::read() {
  std::set<ports::IngestRecords::Identity> identities;
  for (const Work& work : work_) identities.insert(identity_of(work.event));
  ports::IngestRecords::Several records;
  std::optional<base::Failure> unread;
  try {
    records = ports_.records.find_all(identities);
  } catch (const base::Failure& failure) {
    unread = failure;
  }
  for_each([&](Work& work) {
    if (unread) throw *unread;
    auto result = ports_.normalization.read(work.event, records.find(identity_of(work.event)), call_.log);
    if (!result) {
      call_.metrics.count("EventsRepeated");
      return false;
    }
    work.result = std::move(*result);
    return true;
  });
}

void Batch::keep() {
  const bool state_is_kept = keep_together();
  for_each([&](Work& work) {
    ports_.normalization.keep(work.result, state_is_kept);
    return true;
  });
}

// All their state by one transaction: true where that was possible.
bool Batch::keep_together() {
  if (work_.size() < 2) return false;
  ports::VendorStates::Statements together;
  for (const Work& work : work_) {
    if (work.event.backfill) return false;  // it may say what another event here says, too
    for (const auto& [entity, entries] : work.result.statements) {
      auto& all = together[entity];
      all.insert(all.end(), entries.begin(), entries.end());
    }
  }
  try {
    return ports_.states.try_to_apply(together);
  } catch (const base::Failure&) {
    return false;  // whose failure it is will show
  }
}

void Batch::tell() {
  std::vector<ports::BusEvent> events;
  for (const Work& work : work_) {
    events.push_back({.source = std::string(kSource),
                      .detail_type = std::string(work.result.detail_type()),
                      .detail = work.result.detail,
                      .time = call_.context.now()});
  }
  try {
    ports_.bus.put(events);
  } catch (const base::Failure& unheard) {
    for_each([&](Work&) -> bool { throw unheard; });
  }
}

void Batch::record(const Result& result) {
  const auto& event = result.event;
  const bool finished = ports_.records.finish(event.vendor_id, event.external_event_id, event.ingest_id, result.outcome,
                                              base::format_iso8601(call_.context.now()), result.again);
  call_.metrics.count(metric_of(result.outcome.status));
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
  call_.metrics.note_failure(failure.name);
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
