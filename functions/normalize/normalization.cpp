#include "functions/normalize/normalization.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "base/failure.h"
#include "base/text.h"
#include "contracts/canonical_json.h"
#include "contracts/envelope.h"
#include "contracts/instant.h"
#include "functions/normalize/statements.h"

namespace normalize {
namespace normalization_detail {

using base::Failure;
using base::Json;
using contracts::Outcome;
using domain::AcceptedEvent;
using ports::EventStatus;

bool asks_for_newest(const AcceptedEvent& event) {
  return event.backfill && event.backfill->contract_version == "newest";
}

bool is_finished(EventStatus status) {
  return status == EventStatus::kNormalized || status == EventStatus::kIgnored || status == EventStatus::kQuarantined;
}

std::int64_t version_of(const Json& envelope) { return envelope.at("contract").at("version").as_int(); }

// References and counts, as ingest's own event has them.
Json detail_of(const AcceptedEvent& event, const ports::EventOutcome& outcome, const Json& contract) {
  Json detail = to_json(event);
  detail.erase("backfill");
  detail.set("outcome", ports::name_of(outcome.status));
  detail.set("contractVersion", outcome.contract_version);
  if (const Json* hash = contract.find("hash")) detail.set("contractHash", *hash);
  detail.set("records", outcome.records);
  if (!outcome.canonical_key.empty()) detail.set("canonicalKey", outcome.canonical_key);
  if (!outcome.quarantine_key.empty()) detail.set("quarantineKey", outcome.quarantine_key);
  return detail;
}

Json quarantine_note(const AcceptedEvent& event, const Outcome& outcome) {
  Json contract{{"id", outcome.contract_id}};
  if (outcome.contract) {
    contract.set("version", outcome.contract->version());
    contract.set("hash", outcome.contract->hash());
  }
  Json violations = Json::array();
  for (const auto& violation : outcome.violations) violations.push_back(to_json(violation, contracts::Values::kShow));
  return {{"vendorId", event.vendor_id},
          {"externalEventId", event.external_event_id},
          {"ingestId", event.ingest_id},
          {"receivedAt", event.received_at},
          {"contract", std::move(contract)},
          {"violations", std::move(violations)},
          {"raw", {{"bucket", event.bucket}, {"key", event.key}, {"sha256", event.sha256}}}};
}

}  // namespace normalization_detail

using namespace normalization_detail;

std::string_view Result::detail_type() const {
  return outcome.status == EventStatus::kQuarantined ? "vendor.event.quarantined" : "vendor.event.normalized";
}

std::optional<Result> Normalization::read(const AcceptedEvent& event, const std::optional<ports::IngestRecord>& record,
                                          const lambda::Log& log) {
  if (record && record->ingest_id != event.ingest_id) {
    log.warn("the event's identity belongs to another ingest", {{"ingestId", event.ingest_id}});
    return {};
  }
  if (record && is_finished(record->status) && !event.backfill) return {};
  if (!contracts_.find_newest(event.contract) || !contracts::is_instant(event.received_at)) {
    throw Failure("UnknownContract",
                  fmt::format("no contract {} is known here, or the event's receivedAt is no instant", event.contract));
  }
  const std::string body = read_raw(event);

  // A replay reads the event by the version that read it first.
  std::optional<ports::CanonicalEvents::Stored> stored;
  std::optional<std::int64_t> version;
  if (event.backfill || (record && record->outcome)) {
    const std::string& emits = contracts_.find_newest(event.contract)->emits();
    stored = ports_.canonical.find(ports::CanonicalEvents::canonical_key(emits, event.vendor_id, event.ingest_id));
    if (stored && !asks_for_newest(event)) version = version_of(stored->envelope());
  }
  if (version && !contracts_.find(event.contract, *version))
    throw Failure("UnknownContract", fmt::format("version {} of {} is not known here", *version, event.contract));

  const Outcome outcome = normalizer_.normalize(body, event.contract, event.received_at, version);
  Result result = outcome.is_violation() ? set_aside(event, outcome) : publish(event, outcome, std::move(stored), log);
  result.again = record && record->outcome.has_value();
  // What was normalized once stays so, whatever a newer version has against it; the note says what that is.
  if (outcome.is_violation() && record && record->outcome && !record->outcome->canonical_key.empty()) {
    result.outcome.status = record->status;
    result.outcome.records = record->outcome->records;
    result.outcome.contract_version = record->outcome->contract_version;
    result.outcome.canonical_key = record->outcome->canonical_key;
  }
  return result;
}

std::string Normalization::read_raw(const AcceptedEvent& event) {
  std::string body;
  try {
    body = ports_.raw.get(event.key);
  } catch (const aws::Error& error) {
    if (error.code() != "NoSuchKey") throw;
    throw Failure("RawMissing", fmt::format("there is no object {} in {}", event.key, event.bucket));
  }
  if (base::to_hex(base::sha256(body)) != event.sha256)
    throw Failure("RawDamaged", fmt::format("{} does not have the digest that its event names", event.key));
  return body;
}

Result Normalization::set_aside(const AcceptedEvent& event, const Outcome& outcome) {
  const std::string key = ports::CanonicalEvents::quarantine_key(event.ingest_id);
  const Json note = quarantine_note(event, outcome);
  ports_.canonical.set_aside(key, contracts::canonical_json(note));
  Result result{.event = event,
                .outcome = {.status = EventStatus::kQuarantined,
                            .contract_version = outcome.contract ? outcome.contract->version() : 0,
                            .quarantine_key = key}};
  result.detail = detail_of(event, result.outcome, note.at("contract"));
  return result;
}

Result Normalization::publish(const AcceptedEvent& event, const Outcome& outcome,
                              std::optional<ports::CanonicalEvents::Stored> stored, const lambda::Log& log) {
  Json envelope = contracts::make_envelope(outcome,
                                           {.vendor_id = event.vendor_id,
                                            .external_event_id = event.external_event_id,
                                            .received_at = event.received_at,
                                            .ingest_id = event.ingest_id,
                                            .raw_sha256 = event.sha256},
                                           contracts_.schemas());
  const std::string bytes = contracts::canonical_json(envelope);
  const std::string key =
      ports::CanonicalEvents::canonical_key(outcome.contract->emits(), event.vendor_id, event.ingest_id);
  if (!stored) stored = ports_.canonical.create(key, bytes);

  std::optional<Json> before;
  if (stored && stored->bytes != bytes) {
    Json there = stored->envelope();
    if (there.text("externalEventId") != event.external_event_id || there.text("rawSha256") != event.sha256)
      throw Failure("EnvelopeOfAnother", fmt::format("under {} lies the envelope of another event", key));
    if (asks_for_newest(event) && version_of(there) < version_of(envelope)) {
      before = std::move(there);
    } else {
      // The same version gave other bytes: the same payload must give the same records for ever.
      if (version_of(there) == version_of(envelope))
        log.error("the envelope that is stored is not what its contract gives", {{"key", key}});
      envelope = std::move(there);
    }
  }
  const auto count = static_cast<std::int64_t>(envelope.at("records").size());
  Result result{.event = event,
                .outcome = ports::EventOutcome{.status = count > 0 ? EventStatus::kNormalized : EventStatus::kIgnored,
                                               .contract_version = version_of(envelope),
                                               .records = count,
                                               .canonical_key = key},
                .statements = statements_of(envelope, key, before ? &*before : nullptr)};
  if (before) result.newer = Result::Newer{.key = key, .bytes = bytes, .etag = stored->etag};
  result.detail = detail_of(event, result.outcome, envelope.at("contract"));
  return result;
}

void Normalization::keep(const Result& result, bool state_is_kept) {
  for (const auto& [entity, entries] : result.statements) {
    if (!state_is_kept) ports_.states.apply(entity, entries);
  }
  if (result.newer) ports_.canonical.replace(result.newer->key, result.newer->bytes, result.newer->etag);
}

}  // namespace normalize
