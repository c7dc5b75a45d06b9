#pragma once

#include <string>
#include <variant>

#include "base/json.h"
#include "ports/backfill_jobs.h"

namespace reconcile {

// The schedule's tick: finish what ingest left, and go on with the backfills.
struct Tick {};

// {"operation": "backfill", "id"?, "vendorId"?, "from", "to", "contract"?, "schemaType"?, "status"?,
//  "contractVersion": "newest" | "stored" (this where it is absent), "dryRun"?}
// from and to are instants with their zone, the second excluded; or days, both included.
struct Backfill {
  std::string id = {};  // "": it gets one. The same id again is the same backfill.
  ports::BackfillFilter filter = {};
  std::string contract_version = "stored";
  bool dry_run = false;
};

// {"operation": "backfill-status", "id"}
struct BackfillStatus {
  std::string id = {};
};

// Throws Failure "BadEvent" naming what is wrong.
std::variant<Tick, Backfill, BackfillStatus> parse_request(const base::Json& event);

}  // namespace reconcile
