#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/client.h"
#include "ports/ingest_record.h"

namespace ports {

// Which events are to come out again.
struct BackfillFilter {
  std::string vendor_id = {};      // "": everybody
  std::string from = {}, to = {};  // received from … and before …, in receivedAt's spelling
  std::string contract = {}, schema_type = {};
  std::optional<EventStatus> status = {};
};

// A backfill and how far it is. The item of BackfillJobs: progress is saved after every page, so that a run which ends
// in the middle, however, goes on from there.
struct BackfillJob {
  static constexpr std::string_view kRunning = "RUNNING", kCompleted = "COMPLETED";

  std::string id = {};
  BackfillFilter filter = {};
  std::string contract_version = "stored";  // or "newest"
  bool dry_run = false;
  bool by_archive = false;  // a replay of EventBridge's, which runs by itself
  std::string state = std::string(kRunning);
  std::string started_at = {}, updated_at = {};
  // Where it is: the key behind which it goes on. Vendors come in the order of their names.
  std::string after = {};
  std::int64_t listed = 0;   // raw payloads in the span
  std::int64_t matched = 0;  // by the filter
  std::int64_t emitted = 0;
  std::int64_t without_record = 0;  // payloads that no record names: never accepted, or too young for the index
  std::int64_t saved = 0;           // how often; whoever saves an older one is refused
};

class BackfillJobs {
 public:
  BackfillJobs(aws::Client& client, std::string table) : client_(client), table_(std::move(table)) {}

  bool add(const BackfillJob& job);  // false: there is one of that id
  // False: another run has saved since this one was read.
  bool save(BackfillJob& job);
  std::optional<BackfillJob> find(std::string_view id);
  std::vector<BackfillJob> running();

 private:
  bool put(const BackfillJob& job, base::Json condition);

  aws::Client& client_;
  std::string table_;
};

}  // namespace ports
