#include "ports/ingest_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "aws/attributes.h"
#include "base/failure.h"

namespace ports {
namespace ingest_record_detail {

using aws::attribute::find_m;
using aws::attribute::find_n;
using aws::attribute::find_s;
using aws::attribute::get_s;
using aws::attribute::m;
using aws::attribute::n;
using aws::attribute::s;
using base::Json;

constexpr std::string_view kNames[] = {"ACCEPTED", "EMITTED", "NORMALIZED", "IGNORED", "QUARANTINED", "FAILED"};

Json item_of(const RecordedRequest& request) {
  Json headers = Json::object();
  for (const auto& [name, value] : request.headers) headers.set(name, s(value));
  return m({{"method", s(request.method)},
            {"path", s(request.path)},
            {"query", s(request.query)},
            {"headers", m(std::move(headers))}});
}

RecordedRequest parse_request(const Json& item) {
  RecordedRequest request{.method = find_s(item, "method").value_or(""),
                          .path = find_s(item, "path").value_or(""),
                          .query = find_s(item, "query").value_or("")};
  if (const Json* headers = find_m(item, "headers")) {
    for (const auto& [name, value] : headers->members()) request.headers.emplace_back(name, value.text("S"));
  }
  return request;
}

std::vector<StatusChange> parse_history(const Json& item) {
  std::vector<StatusChange> history;
  const Json* attribute = item.find("history");
  const Json* list = attribute ? attribute->find("L") : nullptr;
  for (const Json& entry : list ? list->elements() : std::span<const Json>()) {
    if (const Json* change = entry.find("M")) history.push_back({get_s(*change, "status"), get_s(*change, "at")});
  }
  return history;
}

std::optional<EventOutcome> parse_outcome(const Json& item, EventStatus status) {
  if (status == EventStatus::kAccepted || status == EventStatus::kEmitted) return std::nullopt;
  return EventOutcome{.status = status,
                      .contract_version = find_n(item, "contractVersion").value_or(0),
                      .records = find_n(item, "recordCount").value_or(0),
                      .canonical_key = find_s(item, "canonicalKey").value_or(""),
                      .quarantine_key = find_s(item, "quarantineKey").value_or(""),
                      .failure_reason = find_s(item, "failureReason").value_or("")};
}

EventStatus get_event_status(const Json& item) {
  const std::string name = get_s(item, "status");
  if (const auto status = parse_event_status(name)) return *status;
  throw base::Failure("DamagedItem", fmt::format("an ingest record has the status \"{}\", which there is not", name));
}

}  // namespace ingest_record_detail

using namespace ingest_record_detail;

std::string_view name_of(EventStatus status) { return kNames[static_cast<std::size_t>(status)]; }

std::optional<EventStatus> parse_event_status(std::string_view name) {
  const auto* found = std::ranges::find(kNames, name);
  if (found == std::end(kNames)) return std::nullopt;
  return static_cast<EventStatus>(found - std::begin(kNames));
}

domain::AcceptedEvent IngestRecord::event() const {
  return {.vendor_id = vendor_id,
          .external_event_id = external_event_id,
          .ingest_id = ingest_id,
          .received_at = received_at,
          .contract = contract,
          .schema_type = schema_type,
          .bucket = bucket,
          .key = key,
          .sha256 = fingerprint};
}

Json history_entry(EventStatus status, std::string_view at) {
  return m({{"status", s(name_of(status))}, {"at", s(at)}});
}

Json new_item(const IngestRecord& record) {
  const Json history = Json::array({history_entry(EventStatus::kAccepted, record.received_at)});
  return {{"vendorId", s(record.vendor_id)},
          {"externalEventId", s(record.external_event_id)},
          {"ingestId", s(record.ingest_id)},
          {"receivedAt", s(record.received_at)},
          {"status", s(name_of(EventStatus::kAccepted))},
          {"contract", s(record.contract)},
          {"schemaType", s(record.schema_type)},
          {"bucket", s(record.bucket)},
          {"key", s(record.key)},
          {"fingerprint", s(record.fingerprint)},
          {"bytes", n(record.bytes)},
          {"request", item_of(record.request)},
          {"rawPending", {{"BOOL", true}}},
          {"unfinished", s(std::string_view(record.ingest_id).substr(0, 1))},
          {"history", {{"L", history}}}};
}

IngestRecord parse_ingest_record(const Json& item) {
  IngestRecord record{.vendor_id = get_s(item, "vendorId"),
                      .external_event_id = get_s(item, "externalEventId"),
                      .ingest_id = get_s(item, "ingestId"),
                      .received_at = get_s(item, "receivedAt"),
                      .status = get_event_status(item),
                      .contract = get_s(item, "contract"),
                      .schema_type = get_s(item, "schemaType"),
                      .bucket = get_s(item, "bucket"),
                      .key = get_s(item, "key"),
                      .fingerprint = get_s(item, "fingerprint"),
                      .bytes = find_n(item, "bytes").value_or(0),
                      .raw_pending = item.contains("rawPending"),
                      .unfinished = item.contains("unfinished"),
                      .history = parse_history(item)};
  if (const Json* request = find_m(item, "request")) record.request = parse_request(*request);
  record.outcome = parse_outcome(item, record.status);
  return record;
}

}  // namespace ports
