#pragma once

#include "lambda/runtime.h"
#include "ports/bus.h"
#include "ports/ingest_records.h"
#include "ports/raw_payloads.h"

namespace reconcile {

// How long an ingest may be under way: its function's timeout and as much again. And how long a claim waits for its
// payload before it is withdrawn, which is long after whoever made it has been ended.
inline constexpr std::chrono::seconds kGrace{60}, kClaimWaits{300};

// What finishing came to.
struct Finished {
  int emitted = 0;
  int withdrawn = 0;  // claims whose payload never came: nobody was told 202 for them
  int left = 0;       // claims that may still get theirs
};

// Emits what ingest accepted and did not get out, oldest first in each partition, until the invocation nears its end.
// Twice is no harm: normalize knows an event by its ingestId.
Finished finish_unfinished(ports::IngestRecords& records, ports::RawPayloads& raw, ports::Bus& bus,
                           const lambda::Invocation& call);

// Nothing new is begun when less is left than this.
inline constexpr std::chrono::seconds kReserve{10};

}  // namespace reconcile
