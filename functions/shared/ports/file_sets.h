#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/client.h"
#include "base/time.h"

namespace ports {

// An attempt at a set: what claims name as their owner.
struct Attempt {
  std::string set_id = {};
  int number = 1;
  friend bool operator==(const Attempt&, const Attempt&) = default;
};

enum class SetStatus { kClaiming, kStarted, kApplied, kFailed };

struct SetRecord {
  Attempt attempt = {};  // the newest one
  SetStatus status = SetStatus::kClaiming;
  std::string manifest = {};
  std::string execution_arn = {};  // once it is started
  bool is_open() const { return status == SetStatus::kClaiming || status == SetStatus::kStarted; }
};

// The set that is being claimed right now. `execution_arn` is of the execution that asked for it; empty: one is to be
// started.
struct Opening {
  Attempt attempt = {};
  std::string manifest = {};
  std::string execution_arn = {};
};

// Which object belongs to which set, and what became of the sets: the table FileSets, key `key` HASH and `etag` RANGE.
// (infra/README.md, "Sets and claims")
//
//   (object key, its ETag)            setId, attempt, claimedAt
//   (set#<setId>, -)                  status, attempt, manifest, executionArn
//   (open#<bucket>, -)                setId, attempt, manifest, executionArn
//   (execution#<executionArn>, -)     setId, attempt, manifest: which set a manual execution was given
//
// Every change is conditional on what its caller has seen and says the same when it is made twice.
class FileSets {
 public:
  using ObjectVersion = std::pair<std::string, std::string>;  // key, ETag

  FileSets(aws::Client& client, std::string table) : client_(client), table_(std::move(table)) {}

  std::optional<Opening> find_opening(std::string_view bucket);
  bool open(std::string_view bucket, const Opening& opening);   // false: another one is open
  void close(std::string_view bucket, const Opening& opening);  // nothing where it is not open any more

  std::optional<SetRecord> find_set(std::string_view set_id);
  // The set is `claiming` at this attempt from now on, or was already. False: this attempt is past that.
  bool begin_claiming(const Attempt& attempt, std::string_view manifest);
  void mark_started(const Attempt& attempt, std::string_view execution_arn);  // nothing where it is past claiming
  // Ends the attempt: kApplied or kFailed. False: it has ended otherwise, or a newer attempt runs.
  bool end(const Attempt& attempt, SetStatus status);

  std::optional<Opening> find_given_to(std::string_view execution_arn);
  void note_given_to(const Opening& opening);

  // Those of `objects` that somebody claimed, whether or not the claim still counts.
  std::map<ObjectVersion, Attempt> find_claims(const std::vector<ObjectVersion>& objects);
  // Claims the object where its claim is absent, `mine` already, or still `was`. False: another has it.
  bool claim(const ObjectVersion& object, const Attempt& mine, const std::optional<Attempt>& was, base::TimePoint now);

 private:
  std::optional<base::Json> find(std::string_view key, std::string_view etag);
  bool put(base::Json item, std::string_view condition, base::Json names, base::Json values);

  aws::Client& client_;
  std::string table_;
};

}  // namespace ports
