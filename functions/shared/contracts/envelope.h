#pragma once

#include <string>

#include "base/json.h"
#include "contracts/normalizer.h"

namespace contracts {

// Which accepted event it is, as its ingest record says.
struct EventFacts {
  std::string vendor_id = {};
  std::string external_event_id = {};
  std::string received_at = {};
  std::string ingest_id = {};
  std::string raw_sha256 = {};  // in hex
};

// The object that normalize writes for one raw payload (envelope.v1); its bytes are canonical_json() of it. `outcome`
// is no violation. Throws Failure "BadEvent" where the facts are not such as ingest accepts.
base::Json make_envelope(const Outcome& outcome, const EventFacts& facts, const StandardSchemas& schemas);

}  // namespace contracts
