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
  ports::VendorStates::Statements statements = {};
  struct Newer {  // takes the place of the envelope of an older version
    std::string key = {}, bytes = {};
    std::string etag = {};  // of the older one
  };
  std::optional<Newer> newer = {};
  std::string_view detail_type() const;
};

// Accepted events to their standard representation; what can be asked for many at once is asked for a batch at a time:
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

  // Steps 1 to 4, with the event's record where there is one. Throws aws::Error and Failure "RawMissing", "RawDamaged",
  // "UnknownContract", "EnvelopeOfAnother", "Unavailable", "BadEvent": to be tried again.
  std::optional<Result> read(const domain::AcceptedEvent& event, const std::optional<ports::IngestRecord>& record,
                             const lambda::Log& log);
  // Steps 5 and 6; `state_is_kept`: 5 is done. Throws as read() does.
  void keep(const Result& result, bool state_is_kept);

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
