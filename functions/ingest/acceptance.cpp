#include "functions/ingest/acceptance.h"

#include <chrono>

#include "domain/raw_key.h"

namespace ingest {
namespace acceptance_detail {

using ports::IngestRecord;

// A claim may be withdrawn after five minutes (reconcile), which is ten times as long as an invocation may take. A
// process that was stopped and wakes up later finds itself beyond this.
constexpr std::chrono::seconds kClaimIsGood{60};

// The one that made the claim is late: another may have taken its place.
[[noreturn]] void too_late() {
  throw base::Failure("Unavailable",
                      "the claim of this event was withdrawn before its payload was kept: send it again");
}

IngestRecord new_record(const Envelope& envelope, std::string_view body, const ports::RawPayloads& raw,
                        lambda::Context& context) {
  IngestRecord record{.vendor_id = envelope.vendor_id,
                      .external_event_id = envelope.external_event_id,
                      .ingest_id = domain::to_uuid(context.random_hex(32)),
                      .received_at = base::format_iso8601(context.now()),
                      .contract = envelope.contract,
                      .schema_type = envelope.schema_type,
                      .bucket = raw.bucket(),
                      .fingerprint = envelope.fingerprint,
                      .bytes = static_cast<std::int64_t>(body.size()),
                      .request = envelope.request};
  record.key = domain::to_text({record.vendor_id, record.received_at, record.ingest_id});
  return record;
}

// Steps 3 and 4. A bus that does not answer is no reason to refuse: reconcile emits.
void emit_and_mark(const IngestRecord& record, const Doors& doors, const lambda::Invocation& call) {
  bool out = false;
  try {
    doors.bus.put({.source = std::string(domain::AcceptedEvent::kSource),
                   .detail_type = std::string(domain::AcceptedEvent::kDetailType),
                   .detail = to_json(record.event()),
                   .time = call.context.now()});
    out = true;
  } catch (const base::Failure& failure) {
    call.log.warn("the bus did not take the event; reconcile will emit it",
                  {{"ingestId", record.ingest_id}, {"errorType", failure.name}, {"errorMessage", failure.what()}});
    call.metrics.count("EventsNotEmitted");
    call.metrics.note_failure(failure.name);
  }
  const bool still_ours = out ? doors.records.emitted(record, base::format_iso8601(call.context.now()))
                              : doors.records.raw_is_there(record);
  if (!still_ours) too_late();
}

}  // namespace acceptance_detail

using namespace acceptance_detail;

std::variant<Accepted, Conflict> accept(const Envelope& envelope, std::string_view body, const Doors& doors,
                                        const lambda::Invocation& call) {
  const auto began = std::chrono::steady_clock::now();
  IngestRecord record = new_record(envelope, body, doors.raw, call.context);
  if (auto first = doors.records.claim(record)) {
    if (first->fingerprint != record.fingerprint) return Conflict{std::move(*first)};
    if (first->raw_pending) {
      doors.raw.put(first->key, body);
      if (!doors.records.raw_is_there(*first)) too_late();
    }
    return Accepted{std::move(*first), true};
  }
  doors.raw.put(record.key, body);
  if (std::chrono::steady_clock::now() - began > kClaimIsGood) too_late();
  emit_and_mark(record, doors, call);
  return Accepted{std::move(record), false};
}

}  // namespace ingest
