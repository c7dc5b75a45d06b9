#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "ports/ingest_record.h"

namespace api {

// One line of the audit trail.
base::Json summary(const ports::IngestRecord& record);
// The whole life of one event. `quarantine` is the document that normalize set aside with it, where there is one.
base::Json whole_life(const ports::IngestRecord& record, const std::optional<base::Json>& quarantine);

}  // namespace api
