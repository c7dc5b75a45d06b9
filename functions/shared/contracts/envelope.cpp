#include "contracts/envelope.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/failure.h"

namespace contracts {

using base::Json;

Json make_envelope(const Outcome& outcome, const EventFacts& facts, const StandardSchemas& schemas) {
  CHECK(outcome.contract && !outcome.is_violation());
  const Contract& contract = *outcome.contract;
  std::string latest;
  Json records = Json::array();
  for (const Json& record : outcome.records) {
    latest = std::max(latest, record.text("updatedAt", record.text("effectiveAt")));
    records.push_back(record);
  }
  Json envelope{{"vendorId", facts.vendor_id},
                {"externalEventId", facts.external_event_id},
                {"schemaType", contract.emits()},
                {"receivedAt", facts.received_at},
                {"ingestId", facts.ingest_id},
                {"contract", {{"id", contract.id()}, {"version", contract.version()}, {"hash", contract.hash()}}},
                {"rawSha256", facts.raw_sha256},
                {"records", std::move(records)}};
  if (!latest.empty()) envelope.set("occurredAt", latest);
  const auto breaches = schemas.get("envelope.v1").check(envelope, Stage::kEmits);
  if (!breaches.empty()) {
    throw base::Failure("BadEvent", fmt::format("an envelope cannot be made of it: {} breaks the rule {}",
                                                breaches.front().path, breaches.front().rule));
  }
  return envelope;
}

}  // namespace contracts
