#include "functions/aggregate/decisions.h"

#include <fmt/format.h>

#include "base/failure.h"

namespace aggregate {

bool claim_counts(const ports::Attempt& claim, const std::optional<ports::SetRecord>& owner) {
  return owner && owner->is_open() && owner->attempt == claim;
}

NextStep next_step(const std::optional<ports::SetRecord>& known) {
  using Kind = NextStep::Kind;
  if (!known) return {.kind = Kind::kStart, .attempt = 1};
  const int attempt = known->attempt.number;
  if (known->status == ports::SetStatus::kFailed) return {.kind = Kind::kStart, .attempt = attempt + 1};
  if (known->status == ports::SetStatus::kApplied) return {.kind = Kind::kArchiveAgain, .attempt = attempt};
  return {.kind = Kind::kLeave, .attempt = attempt};
}

Fate fate_of(std::string_view key, const std::optional<base::Json>& result, bool batch_failed) {
  if (result && result->text("status") == "quarantined") return Fate::kRemove;
  if (batch_failed) return Fate::kSetAside;
  if (result && result->text("status") == "valid") return Fate::kArchive;
  throw base::Failure("ResultMissing", fmt::format("validate left no result for {}: start the set again by hand", key));
}

}  // namespace aggregate
