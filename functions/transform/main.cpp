// transform: what a set of checked files adds to the figures of its dates.
//
// Trigger  state Transform: {"set", "lock", "executionId"}
// Reads    the manifest, validate's results, the valid files; OrderKPIs and the stored state of each date
// Writes   state/<date>/<version>.json, then OrderKPIs and CategoryKPIs in fenced transactions, date by date;
//          reports/<setId>/validation.json and rejects/<kind>.ndjson. A set that FAILED has reports only.
//          Done again, it completes what is missing and leaves the rest as it is.
// Answers  {"status": "SUCCEEDED" | "PARTIAL" | "FAILED", "report", "dates": n}
// Errors   LockLost, InputChanged (neither is retried), Unavailable (retried), DamagedState, DiskFull
// Environ  DATA_BUCKET, LOCK_TABLE, LOCK_LEASE_SECONDS, READ_RANGE_MEGABYTES, ORDER_KPIS_TABLE,
//          CATEGORY_KPIS_TABLE
#include <memory>

#include "domain/file_reader.h"
#include "functions/transform/batch.h"
#include "functions/transform/row_relay.h"
#include "lambda/runtime.h"
#include "ports/cloud.h"
#include "ports/date_states.h"
#include "ports/kpi_tables.h"
#include "ports/lease.h"
#include "ports/order_files.h"

namespace transform {

struct Ports {
  ports::Cloud cloud = ports::cloud_from_environment();
  ports::OrderFiles files;
  ports::DateStates states;
  ports::KpiTables kpis;
  ports::LockTable locks;
  std::chrono::seconds lease = {};

  explicit Ports(lambda::Environment& environment)
      : files(cloud, environment.require("DATA_BUCKET"), environment.require_int("READ_RANGE_MEGABYTES", 1)),
        states(cloud, environment.require("DATA_BUCKET")),
        kpis(cloud, environment.require("ORDER_KPIS_TABLE"), environment.require("CATEGORY_KPIS_TABLE")),
        locks(cloud, environment.require("LOCK_TABLE")),
        lease(environment.require_int("LOCK_LEASE_SECONDS")) {
    environment.check();
  }
};

using Reports = std::vector<domain::FileReport>;
using Versions = std::map<domain::Day, std::int64_t>;
using Rejects = std::map<domain::Kind, ports::Spool>;

// Tells the batch which orders earlier sets left under its dates. The version that each date has now.
//
// Where this very set was applied to a date before a crash, what it found then is what counts: the version before its
// own.
Versions know_earlier(Batch& batch, Ports& ports, const Reports& reports, const std::string& set_id) {
  Versions versions;
  for (const domain::FileReport& report : reports) {
    if (report.quarantine_reason) continue;
    for (const domain::Day day : report.dates) versions[day] = 0;
  }
  for (auto& [day, version] : versions) {
    version = ports.kpis.version_of(day);
    domain::DateState state = ports.states.get(day, version);
    const auto applied = state.applied_sets.find(set_id);
    if (applied != state.applied_sets.end()) state = ports.states.get(day, applied->second - 1);
    if (state.version > 0) batch.know_earlier(day, std::move(state.orders));
  }
  return versions;
}

// Reads and adds up on two cores; requests are sent by this one alone.
void read_files(Batch& batch, Ports& ports, const domain::Manifest& manifest, const Reports& reports,
                domain::IdProfile profile, ports::Lease& lease) {
  RowRelay relay(batch);
  for (std::size_t i = 0; i < manifest.files.size(); ++i) {
    if (reports[i].quarantine_reason) continue;
    lease.keep();
    relay.begin_file(reports[i].kind, reports[i].key);
    domain::FileReader reader(reports[i].kind, profile, relay);
    ports.files.read(
        manifest, manifest.files[i], [&](std::string_view bytes) { reader.feed(bytes); }, [&] { lease.keep(); });
    if (reader.finish().rows != reports[i].rows) throw ports::InputChanged(reports[i].key);
  }
  relay.finish();
  batch.close();
}

void publish(const Batch& batch, Ports& ports, const Versions& versions, const std::string& set_id,
             const std::string& execution_id, ports::Lease& lease) {
  // Reading is the long part. Whoever slept through the loss of its lock there, or had it taken away early, shall write
  // nothing at all: the fence keeps it out of the tables, but a state that no item names would stay behind.
  lease.renew();
  for (const domain::Day day : batch.dates()) {
    lease.keep();
    const domain::DateState earlier = ports.states.get(day, versions.at(day));
    const domain::DateState state = domain::apply_set(earlier, batch.state_of(day), set_id);
    if (state.version == earlier.version) continue;  // published before a crash
    const std::string key = ports.states.put(state, lease);
    ports.kpis.publish(state, key, execution_id, lease);
  }
}

lambda::Reply transform(const lambda::Invocation& call, Ports& ports) {
  ports.cloud.finish_by(call.context.ends_at());
  const domain::FileSet set = domain::parse_file_set(call.event.at("set"));
  const std::string& execution_id = call.event.at("executionId").as_string();
  ports::Lease lease(ports.locks, ports::parse_lock(call.event.at("lock")), ports.lease,
                     [&] { return call.context.now(); });
  lease.renew();

  const domain::Manifest manifest = ports.files.get_manifest(set.manifest);
  const auto profile = domain::get_id_profile(manifest.ids);
  Reports reports;
  for (int i = 0; i < static_cast<int>(manifest.files.size()); ++i) {
    reports.push_back(ports.files.get_result(manifest, i));
  }

  Rejects rejects;
  Batch batch(profile, reports, [&](domain::Kind kind, std::string_view line) { rejects[kind].write(line); });
  const Versions versions = know_earlier(batch, ports, reports, set.set_id);
  read_files(batch, ports, manifest, reports, profile, lease);
  publish(batch, ports, versions, set.set_id, execution_id, lease);

  lease.keep();
  for (auto& [kind, lines] : rejects) ports.files.put_lines(ports::set_rejects_key(set.set_id, kind), lines);
  const std::string report = ports.files.put_report(set.set_id, batch.report());

  const auto dates = static_cast<std::int64_t>(batch.dates().size());
  const std::string_view status = name_of(batch.report().status);
  call.log.info("set transformed", {{"setId", set.set_id},
                                    {"executionId", execution_id},
                                    {"status", status},
                                    {"dates", dates},
                                    {"orders", batch.report().valid_orders},
                                    {"report", report}});
  call.metrics.count("OrdersAccepted", static_cast<double>(batch.report().valid_orders));
  call.metrics.count("DatesPublished", static_cast<double>(dates));
  return {{"status", status}, {"report", report}, {"dates", dates}};
}

}  // namespace transform

int main() {
  return lambda::run([](lambda::Environment& environment) -> lambda::Handler {
    auto ports = std::make_shared<transform::Ports>(environment);
    return [ports](const lambda::Invocation& call) { return transform::transform(call, *ports); };
  });
}
