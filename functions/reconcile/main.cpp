// reconcile: what ingest began comes to its end, and what raw/ holds comes out again when it is asked for.
//
// Trigger  schedule, each minute · by hand: {"operation": "backfill", …}, {"operation": "backfill-status", "id"}
// Reads    INGEST_RECORDS_TABLE (index Unfinished, index ByReceivedAt), VENDOR_BUCKET raw/, VENDOR_ARCHIVE_ARN
// Writes   VENDOR_BUS vendor.event.accepted, INGEST_RECORDS_TABLE, BACKFILL_JOBS_TABLE, replays of the archive
// Answers  {"emitted", "withdrawn", "left"} to a tick, the backfill as it stands to the others
// Errors   Unavailable (the next tick goes on) · BadEvent · NoSuchBackfill
#include <memory>

#include "functions/reconcile/request.h"
#include "functions/reconcile/unfinished.h"
#include "functions/reconcile/walk.h"
#include "ports/cloud.h"
#include "ports/event_archive.h"

namespace reconcile {

struct Doors {
  ports::Cloud cloud = ports::cloud_from_environment();
  ports::IngestRecords records;
  ports::RawPayloads raw;
  ports::Bus bus;
  ports::BackfillJobs jobs;
  ports::EventArchive archive;

  explicit Doors(lambda::Environment& environment)
      : records(cloud, environment.require("INGEST_RECORDS_TABLE")),
        raw(cloud, environment.require("VENDOR_BUCKET")),
        bus(cloud, environment.require("VENDOR_BUS")),
        jobs(cloud, environment.require("BACKFILL_JOBS_TABLE")),
        archive(cloud, environment.get_or("VENDOR_ARCHIVE_ARN", ""), environment.get_or("VENDOR_BUS_ARN", "")) {}
};

lambda::Reply to_reply(const ports::BackfillJob& job) {
  base::Json filter{{"from", job.filter.from}, {"to", job.filter.to}};
  const auto set = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) filter.set(name, value);
  };
  set("vendorId", job.filter.vendor_id);
  set("contract", job.filter.contract);
  set("schemaType", job.filter.schema_type);
  set("status", job.filter.status ? name_of(*job.filter.status) : "");
  return {{"id", job.id},
          {"state", job.state},
          {"through", job.by_archive ? "archive" : "raw"},
          {"filter", std::move(filter)},
          {"contractVersion", job.contract_version},
          {"dryRun", job.dry_run},
          {"startedAt", job.started_at},
          {"updatedAt", job.updated_at},
          {"after", job.after},
          {"listed", job.listed},
          {"matched", job.matched},
          {"emitted", job.emitted},
          {"withoutRecord", job.without_record}};
}

// A replay runs by itself: it is started (as often as we like, under its one name), and asked how it is.
void go_on_by_archive(ports::BackfillJob& job, Doors& doors, const lambda::Invocation& call) {
  auto state = doors.archive.find_state(job.id);
  if (!state) {
    doors.archive.replay(job.id, *base::parse_iso8601(job.filter.from), *base::parse_iso8601(job.filter.to));
    state = doors.archive.find_state(job.id);
  }
  if (!state || *state == "STARTING" || *state == "RUNNING") return;
  job.state = *state;  // COMPLETED, or what became of it instead
  job.updated_at = base::format_iso8601(call.context.now());
  doors.jobs.save(job);
}

void go_on(ports::BackfillJob& job, Doors& doors, const lambda::Invocation& call) {
  if (job.by_archive) return go_on_by_archive(job, doors, call);
  Walk(doors.jobs, doors.records, doors.raw, doors.bus, call).go_on(job);
}

// The archive knows times alone, and its events carry no mark: normalize takes them as it took them first.
bool archive_serves(const Backfill& request, Doors& doors, const lambda::Invocation& call) {
  const ports::BackfillFilter& filter = request.filter;
  const bool by_time_alone =
      filter.vendor_id.empty() && filter.contract.empty() && filter.schema_type.empty() && !filter.status;
  return by_time_alone && !request.dry_run && request.contract_version == "stored" &&
         doors.archive.reaches_back_to(*base::parse_iso8601(filter.from), call.context.now());
}

lambda::Reply backfill(const Backfill& request, Doors& doors, const lambda::Invocation& call) {
  const std::string now = base::format_iso8601(call.context.now());
  ports::BackfillJob job{.id = request.id.empty() ? call.context.random_hex(16) : request.id,
                         .filter = request.filter,
                         .contract_version = request.contract_version,
                         .dry_run = request.dry_run,
                         .started_at = now,
                         .updated_at = now};
  job.by_archive = archive_serves(request, doors, call);
  if (doors.jobs.add(job)) {
    call.log.info("a backfill begins", {{"id", job.id}, {"from", job.filter.from}, {"to", job.filter.to}});
  } else {
    job = doors.jobs.find(job.id).value();
  }
  if (job.state == ports::BackfillJob::kRunning) go_on(job, doors, call);
  return to_reply(job);
}

lambda::Reply status_of(const BackfillStatus& request, Doors& doors) {
  const auto job = doors.jobs.find(request.id);
  if (!job) throw lambda::Failure("NoSuchBackfill", "there is no backfill with the id \"" + request.id + "\"");
  return to_reply(*job);
}

lambda::Reply tick(Doors& doors, const lambda::Invocation& call) {
  const Finished finished = finish_unfinished(doors.records, doors.raw, doors.bus, call);
  if (finished.emitted + finished.withdrawn + finished.left > 0) {
    call.log.info("accepted events are finished",
                  {{"emitted", finished.emitted}, {"withdrawn", finished.withdrawn}, {"left", finished.left}});
    call.metrics.count("EventsEmittedLate", finished.emitted);
    call.metrics.count("ClaimsWithdrawn", finished.withdrawn);
  }
  for (ports::BackfillJob& job : doors.jobs.running()) {
    if (call.context.remaining() < kReserve) break;
    go_on(job, doors, call);
  }
  return {{"emitted", finished.emitted}, {"withdrawn", finished.withdrawn}, {"left", finished.left}};
}

lambda::Reply answer(const lambda::Invocation& call, Doors& doors) {
  doors.cloud.finish_by(call.context.ends_at());
  const auto request = parse_request(call.event);
  if (const auto* asked = std::get_if<Backfill>(&request)) return backfill(*asked, doors, call);
  if (const auto* asked = std::get_if<BackfillStatus>(&request)) return status_of(*asked, doors);
  return tick(doors, call);
}

}  // namespace reconcile

int main() {
  return lambda::run([](lambda::Environment& environment) -> lambda::Handler {
    auto doors = std::make_shared<reconcile::Doors>(environment);
    return [doors](const lambda::Invocation& call) { return reconcile::answer(call, *doors); };
  });
}
