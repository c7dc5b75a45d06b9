// validate: is one file of an order export fit to be used, and which of its rows are not?
//
// Trigger  state ValidateFiles, one item a file: {"set", "file": index in the manifest, "lock"?}
// Reads    the manifest, the file (only while it is the one that the set claimed)
// Writes   processing/<setId>-<attempt>/<file>.json, the rejected rows beside it; a bad file also goes to quarantine/
// with
//          its reason. All of it leaves the same behind when it is done again.
// Answers  {"kind", "key", "status": "valid" | "quarantined", "result"}
// Errors   LockLost, InputChanged (neither is retried), Unavailable (retried), DiskFull
// Environ  DATA_BUCKET, LOCK_TABLE, LOCK_LEASE_SECONDS, READ_RANGE_MEGABYTES, MAX_REJECTS,
//          MAX_REJECT_SHARE_PERCENT
#include <memory>

#include "domain/byte_worker.h"
#include "functions/validate/file_check.h"
#include "lambda/runtime.h"
#include "ports/cloud.h"
#include "ports/lease.h"
#include "ports/order_files.h"

namespace validate {

struct Ports {
  ports::Cloud cloud = ports::cloud_from_environment();
  ports::OrderFiles files;
  ports::LockTable locks;
  std::chrono::seconds lease = {};
  RejectLimits limits = {};

  explicit Ports(lambda::Environment& environment)
      : files(cloud, environment.require("DATA_BUCKET"), environment.require_int("READ_RANGE_MEGABYTES", 1)),
        locks(cloud, environment.require("LOCK_TABLE")),
        lease(environment.require_int("LOCK_LEASE_SECONDS")),
        limits{.rows = environment.require_int("MAX_REJECTS"),
               .share_percent = environment.require_int("MAX_REJECT_SHARE_PERCENT")} {
    environment.check();
  }
};

// Reads and checks on two cores: one receives, the other judges.
domain::FileReport check_file(Ports& ports, const domain::Manifest& manifest, const domain::ManifestFile& file,
                              ports::Spool& rejects) {
  FileCheck check(domain::get_kind(file.kind), file.key, domain::get_id_profile(manifest.ids), ports.limits,
                  [&](std::string_view line) { rejects.write(line); });
  domain::ByteWorker checker([&](std::string_view bytes) { check.feed(bytes); });
  ports.files.read(manifest, file, [&](std::string_view bytes) { checker.give(bytes); });
  checker.finish();
  return check.finish();
}

lambda::Reply validate(const lambda::Invocation& call, Ports& ports) {
  ports.cloud.finish_by(call.context.ends_at());
  const domain::FileSet set = domain::parse_file_set(call.event.at("set"));
  const auto index = static_cast<int>(call.event.at("file").as_int());
  if (const base::Json* lock = call.event.find("lock")) {
    ports::Lease(ports.locks, ports::parse_lock(*lock), ports.lease, [&] { return call.context.now(); }).renew();
  }

  const domain::Manifest manifest = ports.files.get_manifest(set.manifest);
  const domain::ManifestFile& file = manifest.files.at(static_cast<std::size_t>(index));
  ports::Spool rejects;
  domain::FileReport report = check_file(ports, manifest, file, rejects);

  if (!rejects.empty() && report.rows_were_judged()) {
    report.rejects_key = ports::file_rejects_key(manifest, index);
    ports.files.put_lines(*report.rejects_key, rejects);
  }
  if (report.quarantine_reason) ports.files.quarantine(manifest, file, report);
  const std::string result = ports.files.put_result(manifest, index, report);

  const std::string_view status = report.quarantine_reason ? "quarantined" : "valid";
  call.log.info("file checked", {{"setId", set.set_id},
                                 {"key", file.key},
                                 {"status", status},
                                 {"reason", report.quarantine_reason.value_or("")},
                                 {"rows", report.rows},
                                 {"bytes", file.size}});
  call.metrics.count("RowsRead", static_cast<double>(report.rows));
  call.metrics.count("FilesQuarantined", report.quarantine_reason ? 1 : 0);
  return {{"kind", file.kind}, {"key", file.key}, {"status", status}, {"result", result}};
}

}  // namespace validate

int main() {
  return lambda::run([](lambda::Environment& environment) -> lambda::Handler {
    auto ports = std::make_shared<validate::Ports>(environment);
    return [ports](const lambda::Invocation& call) { return validate::validate(call, *ports); };
  });
}
