#pragma once

#include <string>
#include <variant>

#include "contracts/contracts.h"
#include "lambda/http.h"
#include "ports/ingest_record.h"

namespace ingest {

// What a request says around its body, judged before anything is stored.
struct Envelope {
  std::string vendor_id = {};
  std::string external_event_id = {};
  std::string contract = {};     // its id
  std::string schema_type = {};  // what it emits
  std::string fingerprint = {};  // SHA-256 of the body, in hex
  ports::RecordedRequest request = {};
};

// A Problem: 400 with each field that is wrong, 415 where the body is said to be no JSON, 422 with the contracts that
// there are. Whether the body is JSON is not asked, unless the contract finds the event's id in it alone: what is none
// is accepted, and set aside by normalize.
std::variant<Envelope, lambda::Problem> read_envelope(const lambda::HttpRequest& request,
                                                      const contracts::Contracts& contracts);

// Method, path, query and those headers that say something of the event; none that says a secret.
ports::RecordedRequest record_request(const lambda::HttpRequest& request);

}  // namespace ingest
