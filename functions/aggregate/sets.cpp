#include "functions/aggregate/sets.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "functions/aggregate/decisions.h"
#include "functions/aggregate/incoming.h"

namespace aggregate {
namespace sets_detail {

using base::Json;
using lambda::Failure;
using ObjectVersion = ports::FileSets::ObjectVersion;

// More rounds than sets can be made at the same time: beyond that something is wrong that another try will not mend.
constexpr int kMaxRounds = 20;

std::string name_of(const ports::Attempt& attempt) { return fmt::format("{}-{}", attempt.set_id, attempt.number); }

ObjectVersion version_of(const domain::ManifestFile& file) { return {file.key, file.etag}; }

bool is_among(const std::vector<domain::ManifestFile>& files, const domain::ManifestFile& file) {
  return std::ranges::find(files, file) != files.end();
}

[[noreturn]] void too_many_rounds() {
  throw Failure("Unavailable", "other processes keep making sets of the same files: try again");
}

Json to_json(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(text);
  return list;
}

}  // namespace sets_detail

using namespace sets_detail;

std::vector<std::string> Sets::start_complete() {
  std::vector<std::string> started;
  for (int round = 0; round < kMaxRounds; ++round) {
    if (const auto opening = sets_.find_opening(files_.data_bucket())) {
      if (auto arn = finish(*opening)) started.push_back(std::move(*arn));
      continue;
    }
    const auto files = find_unclaimed().files;
    if (files.empty()) return started;
    if (const auto missing = missing_kinds(files); !missing.empty()) {
      call_.log.info("the set is not complete", {{"missing", to_json(missing)}, {"files", files.size()}});
      return started;
    }
    if (const auto wait = settle_wait(files, call_.context.now(), rules_.settle); wait.count() > 0) {
      call_.log.info("the set is complete, and may still grow", {{"lookAgainSeconds", std::int64_t{wait.count()}}});
      queue_.look_again(files_.data_bucket(), wait);
      return started;
    }
    if (!is_still(files)) {
      // What came meanwhile has a notification of its own, whose look sees it all.
      call_.log.info("the set grew while it was listed", {{"files", files.size()}});
      return started;
    }
    const auto known = sets_.find_set(set_id_of(files));
    const NextStep step = next_step(known);
    if (step.kind == NextStep::Kind::kLeave) return started;
    if (step.kind == NextStep::Kind::kArchiveAgain) {
      archive_again(files, *known);
      return started;
    }
    open(files, step.attempt, "");
  }
  too_many_rounds();
}

domain::FileSet Sets::claim_for(const std::string& execution_arn) {
  for (int round = 0; round < kMaxRounds; ++round) {
    if (const auto opening = sets_.find_opening(files_.data_bucket())) {
      finish(*opening);
      continue;
    }
    if (const auto given = sets_.find_given_to(execution_arn)) {
      const auto manifest = files_.find_manifest(given->manifest);
      if (!manifest) throw Failure("NothingToProcess", fmt::format("the manifest {} is gone", given->manifest));
      return domain::reference_to(*manifest);
    }
    const Unclaimed unclaimed = find_unclaimed();
    if (abandon_dead(unclaimed.open_sets)) continue;
    if (const auto overtaken = find_overtaken(unclaimed)) {
      open(overtaken->files, overtaken->attempt + 1, execution_arn);
      continue;
    }
    if (const auto missing = missing_kinds(unclaimed.files); !missing.empty()) {
      if (!unclaimed.open_sets.empty())
        throw Failure("SetRunsElsewhere",
                      fmt::format("set {} is processed by {}", unclaimed.open_sets[0].attempt.set_id,
                                  unclaimed.open_sets[0].execution_arn));
      throw Failure("NothingToProcess", fmt::format("no complete set in {}: there is no file of {}",
                                                    files_.data_bucket(), base::join(missing, ", ")));
    }
    if (!is_still(unclaimed.files)) continue;
    const auto known = sets_.find_set(set_id_of(unclaimed.files));
    const NextStep step = next_step(known);
    if (step.kind == NextStep::Kind::kArchiveAgain) {
      archive_again(unclaimed.files, *known);
      throw Failure(
          "NothingToProcess",
          fmt::format("the files are those of set {}, which was applied: they are archived", known->attempt.set_id));
    }
    if (step.kind == NextStep::Kind::kStart) open(unclaimed.files, step.attempt, execution_arn);
  }
  too_many_rounds();
}

// Three kinds are listed one after another, which is not one moment: a file of the first may come behind its listing
// and the last kind before its own, and the set looks complete without that file. Two looks that agree saw one moment.
bool Sets::is_still(const std::vector<domain::ManifestFile>& files) {
  return set_id_of(find_unclaimed().files) == set_id_of(files);
}

// The files that no open set has.
Sets::Unclaimed Sets::find_unclaimed() {
  Incoming incoming = sort_incoming(files_.list_incoming());
  if (!incoming.ignored.empty())
    call_.log.warn("these keys are no input files and are left alone", {{"keys", to_json(incoming.ignored)}});
  std::vector<ObjectVersion> versions;
  for (const auto& file : incoming.files) versions.push_back(version_of(file));
  const auto claims = sets_.find_claims(versions);

  std::map<std::string, std::optional<ports::SetRecord>> owners;
  for (const auto& [version, claim] : claims) owners.try_emplace(claim.set_id);
  for (auto& [set_id, owner] : owners) owner = sets_.find_set(set_id);

  Unclaimed result;
  for (const auto& [set_id, owner] : owners) {
    if (owner && owner->is_open()) result.open_sets.push_back(*owner);
    if (owner && owner->status == ports::SetStatus::kFailed) result.ended_sets.push_back(*owner);
  }
  for (auto& file : incoming.files) {
    const auto claim = claims.find(version_of(file));
    const bool taken = claim != claims.end() && claim_counts(claim->second, owners[claim->second.set_id]);
    if (!taken) result.files.push_back(std::move(file));
  }
  return result;
}

void Sets::open(const std::vector<domain::ManifestFile>& files, int attempt, const std::string& execution_arn) {
  const domain::Manifest manifest = files_.put_manifest({.set_id = set_id_of(files),
                                                         .attempt = attempt,
                                                         .bucket = files_.data_bucket(),
                                                         .ids = rules_.ids,
                                                         .created_at = call_.context.now(),
                                                         .files = files});
  // Where another set is open already, the next round finishes that one first.
  sets_.open(files_.data_bucket(), {.attempt = {manifest.set_id, attempt},
                                    .manifest = domain::manifest_key(manifest.set_id, attempt),
                                    .execution_arn = execution_arn});
}

// The steps from an open set to its start. The execution's ARN where this call saw it started.
std::optional<std::string> Sets::finish(const ports::Opening& opening) {
  const std::string& bucket = files_.data_bucket();
  if (!sets_.begin_claiming(opening.attempt, opening.manifest)) {
    sets_.close(bucket, opening);  // somebody went all the way already
    return std::nullopt;
  }
  const auto manifest = files_.find_manifest(opening.manifest);
  if (!manifest) return withdraw(opening, "its manifest is gone"), std::nullopt;
  if (!claim_all(opening.attempt, *manifest)) return withdraw(opening, "another set has its files"), std::nullopt;
  // What an earlier set has settled since we listed is gone; but so is what this very set's execution has settled.
  if (!secure(*manifest) && !was_started(opening))
    return withdraw(opening, "its files changed meanwhile"), std::nullopt;

  std::string arn = opening.execution_arn;
  if (arn.empty()) {
    arn = executions_.start(name_of(opening.attempt), {{"set", domain::to_json(domain::reference_to(*manifest))}});
  } else {
    sets_.note_given_to(opening);
  }
  sets_.mark_started(opening.attempt, arn);
  sets_.close(bucket, opening);
  call_.log.info("a set is started", {{"setId", opening.attempt.set_id},
                                      {"attempt", opening.attempt.number},
                                      {"files", manifest->files.size()},
                                      {"executionArn", arn}});
  call_.metrics.count("SetsStarted");
  return arn;
}

bool Sets::claim_all(const ports::Attempt& attempt, const domain::Manifest& manifest) {
  std::vector<ObjectVersion> versions;
  for (const auto& file : manifest.files) versions.push_back(version_of(file));
  const auto claims = sets_.find_claims(versions);
  return std::ranges::all_of(versions, [&](const ObjectVersion& version) {
    const auto was = claims.find(version);
    return claim_one(attempt, version, was == claims.end() ? std::nullopt : std::optional(was->second));
  });
}

bool Sets::claim_one(const ports::Attempt& attempt, const ObjectVersion& object, std::optional<ports::Attempt> was) {
  for (int round = 0; round < kMaxRounds; ++round) {
    if (was == attempt) return true;
    if (was && claim_counts(*was, sets_.find_set(was->set_id))) return false;
    if (sets_.claim(object, attempt, was, call_.context.now())) return true;
    const auto now_there = sets_.find_claims({object});
    was = now_there.empty() ? std::nullopt : std::optional(now_there.begin()->second);
  }
  too_many_rounds();
}

// Every file is still there, or kept where the next set's will take its place.
bool Sets::secure(const domain::Manifest& manifest) {
  const auto there = sort_incoming(files_.list_incoming()).files;
  return std::ranges::all_of(manifest.files, [&](const domain::ManifestFile& file) {
    return domain::is_replaced_by_the_next_set(file.key) ? files_.keep(manifest, file) : is_among(there, file);
  });
}

// A set that failed, and would lie there whole, had not the next set's products.csv taken the place of its own: the
// files in incoming alone would make another set of it, or none.
std::optional<domain::Manifest> Sets::find_overtaken(const Unclaimed& unclaimed) {
  for (const ports::SetRecord& set : unclaimed.ended_sets) {
    const auto manifest = files_.find_manifest(set.manifest);
    if (!manifest) continue;
    bool is_overtaken = false;
    const bool is_whole = std::ranges::all_of(manifest->files, [&](const domain::ManifestFile& file) {
      if (is_among(unclaimed.files, file)) return true;
      is_overtaken = true;
      return domain::is_replaced_by_the_next_set(file.key) && files_.is_kept(*manifest, file);
    });
    if (is_whole && is_overtaken) return manifest;
  }
  return std::nullopt;
}

bool Sets::was_started(const ports::Opening& opening) {
  if (!opening.execution_arn.empty()) return sets_.find_given_to(opening.execution_arn).has_value();
  return executions_.exists(name_of(opening.attempt));
}

void Sets::withdraw(const ports::Opening& opening, std::string_view why) {
  call_.log.info("a set is withdrawn before its start", {{"setId", opening.attempt.set_id}, {"why", why}});
  sets_.end(opening.attempt, ports::SetStatus::kFailed);
  sets_.close(files_.data_bucket(), opening);
}

// Ends the sets whose execution ended without settling them: it failed, was stopped, or ran out of time. Their files
// are free again then.
bool Sets::abandon_dead(const std::vector<ports::SetRecord>& open_sets) {
  bool any = false;
  for (const ports::SetRecord& set : open_sets) {
    if (set.status != ports::SetStatus::kStarted || executions_.is_running(set.execution_arn)) continue;
    if (!sets_.end(set.attempt, ports::SetStatus::kFailed)) continue;
    call_.log.warn("a set whose execution ended without settling it is taken over",
                   {{"setId", set.attempt.set_id}, {"executionArn", set.execution_arn}});
    any = true;
  }
  return any;
}

// The same bytes under the same keys as a set that was applied: they go where the first ones went.
void Sets::archive_again(const std::vector<domain::ManifestFile>& files, const ports::SetRecord& applied) {
  auto manifest = files_.find_manifest(applied.manifest);
  if (!manifest)
    throw Failure("ResultMissing", fmt::format("the manifest {} of an applied set is gone", applied.manifest));
  manifest->files = files;  // the same but for the times
  for (std::size_t i = 0; i < files.size(); ++i) move_file(files_, *manifest, i, false, call_.log);
  call_.log.info("a set that was applied before is archived and starts nothing", {{"setId", applied.attempt.set_id}});
  call_.metrics.count("SetsSentAgain");
}

Moved move_file(ports::SetFiles& files, const domain::Manifest& manifest, std::size_t index, bool batch_failed,
                const lambda::Log& log) {
  using Copied = ports::SetFiles::Copied;
  const domain::ManifestFile& file = manifest.files[index];
  const Fate fate = fate_of(file.key, files.find_result(manifest, static_cast<int>(index)), batch_failed);
  Copied copied = Copied::kYes;
  if (fate == Fate::kArchive) copied = files.archive(manifest, file);
  if (fate == Fate::kSetAside) copied = files.set_aside(manifest, file);
  if (copied == Copied::kReplaced) {
    log.warn("a file was replaced before it could be archived; the new one stays", {{"key", file.key}});
    return Moved::kStays;
  }
  if (copied == Copied::kGone) {
    log.warn("a file was removed before it could be archived", {{"key", file.key}});
    return Moved::kElsewhere;
  }
  const bool removed = files.remove_incoming(file);
  constexpr std::string_view kNames[] = {"archive", "failed", "quarantine"};
  log.info(removed ? "a file has left incoming" : "a file was sent again and stays for the next set",
           {{"key", file.key}, {"setId", manifest.set_id}, {"to", kNames[static_cast<int>(fate)]}});
  if (!removed) return Moved::kStays;
  return fate == Fate::kArchive ? Moved::kArchived : Moved::kElsewhere;
}

}  // namespace aggregate
