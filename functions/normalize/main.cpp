// normalize: turn raw vendor events into their standard representation, and keep the state that they lead to.
//
// Trigger  queue normalize, fed by the rule for vendor.event.accepted; or an event of the bus itself
// Reads    contracts, VENDOR_BUCKET raw/, INGEST_RECORDS_TABLE
// Writes   VENDOR_BUCKET canonical/ and quarantine/, VENDOR_STATE_TABLE, VENDOR_BUS vendor.event.normalized and
//          vendor.event.quarantined, INGEST_RECORDS_TABLE: in normalization.h's order, which says why a crash is
//          harmless
// Answers  {"batchItemFailures": [...]}: each message stands for itself
// Errors   a payload that breaks its contract is an outcome (set aside, never tried again). All else is tried again
// after
//          5, 25 and 125 seconds; then the ingest record says FAILED and why, and the message goes to the dead letters.
// By hand  `normalize contract CONTRACT PAYLOAD... [--received-at T]` (contract_command.h)
#include <memory>

#include "contracts/contracts.h"
#include "contracts/normalizer.h"
#include "functions/normalize/batch.h"
#include "functions/normalize/contract_command.h"
#include "lambda/runtime.h"
#include "ports/cloud.h"

namespace normalize {

struct Doors {
  ports::Cloud cloud = ports::cloud_from_environment();
  ports::IngestRecords records;
  ports::RawPayloads raw;
  ports::CanonicalEvents canonical;
  ports::VendorStates states;
  ports::Bus bus;
  ports::EventQueue queue;
  contracts::Contracts contracts;
  contracts::Normalizer normalizer{contracts};
  Normalization normalization{{raw, canonical, states}, contracts, normalizer};

  explicit Doors(lambda::Environment& environment)
      : records(cloud, environment.require("INGEST_RECORDS_TABLE")),
        raw(cloud, environment.require("VENDOR_BUCKET")),
        canonical(cloud, environment.require("VENDOR_BUCKET")),
        states(cloud, environment.require("VENDOR_STATE_TABLE")),
        bus(cloud, environment.require("VENDOR_BUS")),
        queue(cloud, environment.require("NORMALIZE_QUEUE_URL")),
        contracts(contracts::Contracts::load(contracts_folder(environment))) {}

  static std::string contracts_folder(lambda::Environment& environment) {
    return environment.get_or("CONTRACTS_DIR", environment.get_or("LAMBDA_TASK_ROOT", ".") + "/contracts");
  }
};

lambda::Reply answer(const lambda::Invocation& call, Doors& doors) {
  doors.cloud.finish_by(call.context.ends_at());
  const Deliveries deliveries = parse_deliveries(call.event);
  Batch batch({doors.normalization, doors.records, doors.states, doors.bus, doors.queue}, call);
  for (const Delivery& delivery : deliveries.all) batch.take(delivery);
  batch.finish();
  call.metrics.count("EventsReceived", static_cast<double>(deliveries.all.size()));
  if (!deliveries.from_queue && batch.first_failure()) throw *batch.first_failure();
  return {{"batchItemFailures", batch.failed_messages()}};
}

}  // namespace normalize

int main(int count, char** arguments) {
  if (count > 1) return normalize::run_command({arguments + 1, arguments + count});
  return lambda::run([](lambda::Environment& environment) -> lambda::Handler {
    auto doors = std::make_shared<normalize::Doors>(environment);
    return [doors](const lambda::Invocation& call) { return normalize::answer(call, *doors); };
  });
}
