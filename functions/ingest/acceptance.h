#pragma once

#include <string_view>
#include <variant>

#include "functions/ingest/envelope.h"
#include "lambda/runtime.h"
#include "ports/bus.h"
#include "ports/ingest_records.h"
#include "ports/raw_payloads.h"

// Accepts an event once. Four calls, in this order; infra/README.md draws it:
//
//   1 claim     PutItem, where the identity (vendor, event id) is free: the record names ingestId, receivedAt, the key
//               in S3 and the body's digest. It is pending, and in the index of the unfinished.
//   2 keep      PutObject at that key, If-None-Match: *
//   3 emit      PutEvents
//   4 mark      UpdateItem: EMITTED, neither pending nor unfinished any more. Then 202.
//
// The record is first, because only a conditional put of the identity decides a race, and it decides the key, too: a
// hundred equal requests at once write one object. Whatever a record is found to say, its ingestId, key and digest stay
// for good, so that each step may be taken again by anybody with the same bytes, and says the same.
//
// It ends before 2: nobody was told 202. The same bytes again go on at 2 under the same ingestId. Where they do not
// come
//   within five minutes, reconcile finds no object and withdraws the claim: nothing is stored half.
// It ends before 3, or the bus is down: the object is there. (The bus is down: the record is no longer pending, and 202
//   is said all the same.) reconcile finds the unfinished record and the object, emits and marks.
// It ends before 4: the event is out, and reconcile sends it once more; normalize knows it by its ingestId.
// The same bytes again, while 2 to 4 are under way: they are put at the same key, where S3 refuses what is there
//   already; the record is no longer pending; 202. Who made the claim emits, or reconcile does: never two that hurry.
// The claim was withdrawn under somebody who slept for minutes: 4 finds no record of that ingestId, and it is 503. Such
//   a sleeper does not emit: it looks at its clock before 3.
// Other bytes: 409, and nothing changes.

namespace ingest {

struct Doors {
  ports::IngestRecords& records;
  ports::RawPayloads& raw;
  ports::Bus& bus;
};

struct Accepted {
  ports::IngestRecord record = {};
  bool replayed = false;  // somebody was first, with the same bytes
};
struct Conflict {
  ports::IngestRecord first = {};
};

// Throws aws::Error where the record or the payload could not be written: nothing was promised then.
std::variant<Accepted, Conflict> accept(const Envelope& envelope, std::string_view body, const Doors& doors,
                                        const lambda::Invocation& call);

}  // namespace ingest
