#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "domain/accepted_event.h"

namespace ports {

// What became of an event. Only forward: ACCEPTED, EMITTED, then one of the rest.
enum class EventStatus { kAccepted, kEmitted, kNormalized, kIgnored, kQuarantined, kFailed };
std::string_view name_of(EventStatus status);  // "ACCEPTED"
std::optional<EventStatus> parse_event_status(std::string_view name);

// The request that brought it: some vendors say the warehouse or the topic only there.
struct RecordedRequest {
  std::string method = {}, path = {}, query = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
};

// What normalize made of it.
struct EventOutcome {
  EventStatus status = EventStatus::kNormalized;
  std::int64_t contract_version = 0;
  std::int64_t records = 0;
  std::string canonical_key = {};   // NORMALIZED
  std::string quarantine_key = {};  // QUARANTINED: the document that says why
  std::string failure_reason = {};  // FAILED: name and message of what stood in the way at the last try
};

struct StatusChange {
  std::string status = {};
  std::string at = {};
};

// The record of one event: that it was first under its id, and its whole life. The item of IngestRecords.
//
//   vendorId, externalEventId, ingestId, receivedAt, status, contract, schemaType, bucket, key, fingerprint (SHA-256 of
//   the body), bytes, request {method, path, query, headers}, history [{status, at}]
//   rawPending    as long as the payload is not known to lie in S3; nobody was told 202 for such a record
//   unfinished    as long as the event was not emitted: the key of the sparse index by which reconcile finds it
//   contractVersion, recordCount, canonicalKey, quarantineKey, failureReason    from normalize
//
// A record read from an index has what the index projects: no request, no history.
struct IngestRecord {
  std::string vendor_id = {};
  std::string external_event_id = {};
  std::string ingest_id = {};
  std::string received_at = {};
  EventStatus status = EventStatus::kAccepted;
  std::string contract = {};
  std::string schema_type = {};
  std::string bucket = {};
  std::string key = {};
  std::string fingerprint = {};
  std::int64_t bytes = 0;
  RecordedRequest request = {};
  bool raw_pending = false;
  bool unfinished = false;
  std::vector<StatusChange> history = {};
  std::optional<EventOutcome> outcome = {};

  domain::AcceptedEvent event() const;
};

// The attribute values of a record that is new: pending, unfinished, accepted at its own receivedAt.
base::Json new_item(const IngestRecord& record);
// Throws Failure "DamagedItem".
IngestRecord parse_ingest_record(const base::Json& item);
// {"M": {"status", "at"}}
base::Json history_entry(EventStatus status, std::string_view at);

// The index of unfinished records has sixteen partitions, so that it takes sixteen times what one key of DynamoDB takes
// (1,000 writes a second); a record's is the first digit of its ingestId.
inline constexpr std::string_view kUnfinishedPartitions = "0123456789abcdef";

}  // namespace ports
