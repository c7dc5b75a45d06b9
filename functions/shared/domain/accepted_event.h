#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time.h"

namespace domain {

// Why an event is sent once more: which backfill asked, and by which version of the contract it is to be read.
struct BackfillMark {
  std::string id = {};
  std::string contract_version = "stored";  // or "newest"
};

// An accepted vendor event as the bus carries it: references alone, never the payload. (less than 2 KB)
struct AcceptedEvent {
  static constexpr std::string_view kSource = "feedmill.ingest", kDetailType = "vendor.event.accepted";

  std::string vendor_id = {};
  std::string external_event_id = {};
  std::string ingest_id = {};
  std::string received_at = {};  // "2026-01-02T03:04:05.678Z"
  std::string contract = {};     // its id
  std::string schema_type = {};  // what the contract emits
  std::string bucket = {};
  std::string key = {};
  std::string sha256 = {};  // of the body, in hex
  std::optional<BackfillMark> backfill = {};
};

base::Json to_json(const AcceptedEvent& event);  // the bus event's detail
// Throws Failure "BadEvent" naming what is missing.
AcceptedEvent parse_accepted_event(const base::Json& detail);

}  // namespace domain
