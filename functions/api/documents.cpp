#include "functions/api/documents.h"

#include <fmt/format.h>

namespace api {
namespace documents_detail {

using base::Json;
using ports::EventStatus;
using ports::IngestRecord;

Json history(const IngestRecord& record) {
  Json list = Json::array();
  for (const auto& change : record.history) list.push_back({{"status", change.status}, {"at", change.at}});
  return list;
}

Json request(const ports::RecordedRequest& request) {
  Json headers = Json::object();
  for (const auto& [name, value] : request.headers) headers.set(name, value);
  return {
      {"method", request.method}, {"path", request.path}, {"query", request.query}, {"headers", std::move(headers)}};
}

Json reference(const IngestRecord& record, std::string_view key) { return {{"bucket", record.bucket}, {"key", key}}; }

}  // namespace documents_detail

using namespace documents_detail;

Json summary(const IngestRecord& record) {
  return {{"vendorId", record.vendor_id},
          {"externalEventId", record.external_event_id},
          {"ingestId", record.ingest_id},
          {"receivedAt", record.received_at},
          {"status", ports::name_of(record.status)},
          {"contract", record.contract},
          {"schemaType", record.schema_type},
          {"raw",
           {{"bucket", record.bucket}, {"key", record.key}, {"sha256", record.fingerprint}, {"bytes", record.bytes}}}};
}

Json whole_life(const IngestRecord& record, const std::optional<Json>& quarantine) {
  Json document = summary(record);
  document.set("request", request(record.request));
  document.set("history", history(record));
  if (record.raw_pending) document.set("rawPending", true);
  if (!record.outcome) return document;
  Json outcome{{"contractVersion", record.outcome->contract_version}, {"records", record.outcome->records}};
  if (!record.outcome->canonical_key.empty())
    outcome.set("canonical", reference(record, record.outcome->canonical_key));
  if (!record.outcome->quarantine_key.empty()) {
    outcome.set("quarantine", reference(record, record.outcome->quarantine_key));
    const Json* violations = quarantine ? quarantine->find("violations") : nullptr;
    if (violations) outcome.set("violations", *violations);
  }
  document.set("outcome", std::move(outcome));
  return document;
}

}  // namespace api
