#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/json.h"
#include "contracts/normalizer.h"
#include "domain/accepted_event.h"
#include "lambda/log.h"
#include "ports/canonical_events.h"
#include "ports/ingest_records.h"
#include "ports/raw_payloads.h"
#include "ports/vendor_states.h"

namespace normalize {

struct Ports {
  ports::IngestRecords& records;
  ports::RawPayloads& raw;
  ports::CanonicalEvents& canonical;
  ports::VendorStates& states;
};

// What an event came to, and what is left to do: tell the bus, then the ingest record.
struct Result {
  domain::AcceptedEvent event = {};
  ports::EventOutcome outcome = {};
  bool again = false;      // it was finished before: a backfill, or a message redriven from the dead letters
  base::Json detail = {};  // of the bus event
  std::string_view detail_type() const;
};

// One accepted event to its standard representation:
//
//   1. the ingest record    finished, and nobody asked for a backfill: done (nothing is returned)
//   2. raw payload          by reference, against its digest
//   3. contract             broken: a note in quarantine/, and nothing else
//   4. canonical/           created; where there is one already, that one counts, unless a backfill asks for the newest
//                           version and it is older
//   5. state                the envelope's statements; of the older one's, marks for what is not said any more
//   6. canonical/           the newer envelope takes the older one's place, last, because 5 needs the older one
//   7. bus, ingest record   by the caller, a batch at a time
//
// Each step says the same when it is taken twice, and the record is finished last: a crash between any two of them, or
// a message that comes twice, ends in the same objects, state and record. The bus may hear of it twice then, with the
// same detail.
class Normalization {
 public:
  Normalization(Ports ports, const contracts::Contracts& contracts, contracts::Normalizer& normalizer)
      : ports_(ports), contracts_(contracts), normalizer_(normalizer) {}

  // Throws aws::Error and Failure "RawMissing", "RawDamaged", "UnknownContract", "EnvelopeOfAnother", "Unavailable",
  // "BadEvent": to be tried again.
  std::optional<Result> run(const domain::AcceptedEvent& event, const lambda::Log& log);

 private:
  std::string read_raw(const domain::AcceptedEvent& event);
  Result set_aside(const domain::AcceptedEvent& event, const contracts::Outcome& outcome);
  Result publish(const domain::AcceptedEvent& event, const contracts::Outcome& outcome,
                 std::optional<ports::CanonicalEvents::Stored> stored, const lambda::Log& log);

  Ports ports_;
  const contracts::Contracts& contracts_;
  contracts::Normalizer& normalizer_;
};

}  // namespace normalize
