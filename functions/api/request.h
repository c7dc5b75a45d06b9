#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lambda/http.h"
#include "ports/ingest_records.h"

namespace api {

// GET /v1/vendors/{vendorId}/events?limit=&from=&to=&status=&next=
struct ListEvents {
  static constexpr int kDefaultLimit = 100, kMostAtOnce = 1000;
  int limit = kDefaultLimit;
  ports::IngestRecords::Range range = {};
};

// GET /v1/vendors/{vendorId}/events/{externalEventId}
struct ShowEvent {
  std::string vendor_id = {};
  std::string external_event_id = {};
};

// The 400 that names each parameter that is wrong, with what is wrong with it.
lambda::Problem bad_parameters(std::vector<std::pair<std::string, std::string>> errors);

// A Problem 400 names each parameter that is wrong.
std::variant<ListEvents, ShowEvent, lambda::Problem> read_request(const lambda::HttpRequest& request);

// Where a page ended, as the caller hands it back: opaque, and good for the same vendor only.
std::string next_token(const ports::IngestRecord& last);

}  // namespace api
