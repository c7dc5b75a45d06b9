#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "aws/client.h"
#include "base/time.h"

namespace ports {

// A held lock. Its token fences: it grows with every holder, so that what is written under an older one is refused.
struct Lock {
  std::string lock_id = {};
  std::string execution_id = {};
  std::int64_t token = 0;
  base::TimePoint lease_until = {};
};

// Who else has it.
struct LockBusy {
  std::string execution_id = {};
  base::TimePoint lease_until = {};
};

// Locks with a lease and a fencing token, one item a lock: ProcessingLockTable. (data-model.md §2)
//
// An item: LockId, currentlockcount 0|1, execution_metadata {execution_id, acquired_at (RFC 3339)}, leaseUntil
// (milliseconds since 1970), token. An item that somebody made by hand with the first two alone is a free or a stuck
// lock.
class LockTable {
 public:
  LockTable(aws::Client& client, std::string table) : client_(client), table_(std::move(table)) {}

  // Takes the lock where it is free or its lease is over (a new token), or is this execution's already (the same token,
  // a new lease). So it may be asked twice.
  std::variant<Lock, LockBusy> acquire(std::string_view lock_id, std::string_view execution_id, base::TimePoint now,
                                       std::chrono::seconds lease);
  // A new lease, where the token still holds the lock; false where it does not.
  bool renew(Lock& lock, base::TimePoint now, std::chrono::seconds lease);
  // Frees the lock where this execution has it (under that token, if one is given). False: it has it no more. Safe
  // twice.
  bool release(std::string_view lock_id, std::string_view execution_id, std::optional<std::int64_t> token);
  // What a transaction must contain to be refused once the lock has gone to another: an element of TransactItems.
  base::Json fence(const Lock& lock) const;

 private:
  base::Json key_of(std::string_view lock_id) const;
  bool update(base::Json request);

  aws::Client& client_;
  std::string table_;
};

}  // namespace ports
