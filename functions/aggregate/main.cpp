// aggregate: make sets of the files that arrive, start each once, and settle it when it is done.
//
// Trigger  S3 notifications of the data bucket · queue settle · state machine order-analytics: claim, settle
// Reads    DATA_BUCKET (incoming files, manifests, validate's results), FILE_SETS_TABLE
// Writes   FILE_SETS_TABLE, DATA_BUCKET (processing/…/manifest.json, failed/…; removes what is settled),
// ARCHIVE_BUCKET,
//          executions of STATE_MACHINE_ARN, messages to SETTLE_QUEUE_URL
// Errors   Unavailable (retried) · NothingToProcess, SetRunsElsewhere (a manual start finds no set of its own) ·
// BadEvent ·
//          ResultMissing
// Settings SETTLE_SECONDS (60), IDS (int)
#include <memory>

#include "functions/aggregate/request.h"
#include "functions/aggregate/sets.h"
#include "lambda/runtime.h"
#include "ports/cloud.h"

namespace aggregate {

struct Doors {
  ports::Cloud cloud = ports::cloud_from_environment();
  ports::FileSets sets;
  ports::SetFiles files;
  ports::Executions executions;
  ports::SettleQueue queue;
  Rules rules = {};

  explicit Doors(lambda::Environment& environment)
      : sets(cloud, environment.require("FILE_SETS_TABLE")),
        files(cloud, environment.require("DATA_BUCKET"), environment.require("ARCHIVE_BUCKET")),
        executions(cloud, environment.require("STATE_MACHINE_ARN")),
        queue(cloud, environment.require("SETTLE_QUEUE_URL")),
        rules{.settle = std::chrono::seconds(environment.get_int_or("SETTLE_SECONDS", 60)),
              .ids = environment.get_or("IDS", "int")} {}
};

// Archives or sets aside every file, then ends the set, in this order: as long as it is open, nobody else takes its
// files. Whatever was done before a crash is found done. Then the files that came meanwhile have their turn.
lambda::Reply settle(const Settle& request, Doors& doors, Sets& sets, const lambda::Invocation& call) {
  const auto manifest = doors.files.find_manifest(request.set.manifest);
  if (!manifest) throw lambda::Failure("ResultMissing", "the set's manifest is gone: " + request.set.manifest);
  int archived = 0, left = 0;
  for (std::size_t i = 0; i < manifest->files.size(); ++i) {
    const Moved moved = move_file(doors.files, *manifest, i, request.failed, call.log);
    archived += moved == Moved::kArchived;
    left += moved == Moved::kStays;
  }

  const auto status = request.failed ? ports::SetStatus::kFailed : ports::SetStatus::kApplied;
  const bool ended = doors.sets.end({request.set.set_id, request.set.attempt}, status);
  call.log.info(ended ? "the set is settled" : "the set had ended otherwise",
                {{"setId", request.set.set_id}, {"attempt", request.set.attempt}, {"failed", request.failed}});
  call.metrics.count(request.failed ? "SetsFailed" : "SetsApplied");
  sets.start_complete();
  return {{"archived", archived}, {"left", left}};
}

lambda::Reply answer(const lambda::Invocation& call, Doors& doors) {
  doors.cloud.finish_by(call.context.ends_at());
  const Request request = parse_request(call.event, doors.files.data_bucket());
  Sets sets(doors.sets, doors.files, doors.executions, doors.queue, doors.rules, call);

  if (const auto* done = std::get_if<Settle>(&request)) return settle(*done, doors, sets, call);
  if (const auto* claim = std::get_if<Claim>(&request))
    return {{"set", domain::to_json(sets.claim_for(claim->execution_arn))}};
  base::Json started = base::Json::array();
  for (const std::string& arn : sets.start_complete()) started.push_back(arn);
  return {{"started", started}};
}

}  // namespace aggregate

int main() {
  return lambda::run([](lambda::Environment& environment) -> lambda::Handler {
    auto doors = std::make_shared<aggregate::Doors>(environment);
    return [doors](const lambda::Invocation& call) { return aggregate::answer(call, *doors); };
  });
}
