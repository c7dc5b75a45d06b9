#pragma once

#include <optional>
#include <string_view>

#include "base/json.h"
#include "ports/file_sets.h"

// What aggregate does about what it finds. Pure.

namespace aggregate {

// A claim counts as long as its set is open at the very attempt that claimed.
bool claim_counts(const ports::Attempt& claim, const std::optional<ports::SetRecord>& owner);

// What to do with a complete set, by what is known of the same set (the same bytes under the same keys).
struct NextStep {
  enum class Kind {
    kStart,         // as `attempt`
    kArchiveAgain,  // it was applied: the same bytes again change nothing
    kLeave,         // it is being worked on
  };
  Kind kind = Kind::kStart;
  int attempt = 1;
};
NextStep next_step(const std::optional<ports::SetRecord>& known);

// Where a file of an ended set goes.
enum class Fate {
  kArchive,
  kSetAside,  // failed/: a good file of a batch that failed
  kRemove,    // its copy lies in quarantine
};
// `result` is what validate said of the file. Throws Failure "ResultMissing" where a set that was applied has none: the
// file must not be archived as good by mere assumption.
Fate fate_of(std::string_view key, const std::optional<base::Json>& result, bool batch_failed);

}  // namespace aggregate
