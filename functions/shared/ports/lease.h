#pragma once

#include <chrono>
#include <functional>

#include "base/failure.h"
#include "ports/lock_table.h"

namespace ports {

// Another execution has the lock, or nobody: what this one still has in hand must not be written.
struct LockLost : base::Failure {
  explicit LockLost(const Lock& lock);
};

// The lock as the state machine passes it on: {"lockId", "token", …}. Throws base::JsonError.
Lock parse_lock(const base::Json& json);

// A held lock's lease, kept alive by whoever works under it. (order-analytics.md §8)
//
// A process that was stopped for longer than the lease finds out at the next keep(), before it writes anything.
class Lease {
 public:
  using Clock = std::function<base::TimePoint()>;

  // `table` must outlive this. Nothing is known of the lock yet: renew() before the work begins.
  Lease(LockTable& table, Lock lock, std::chrono::seconds length, Clock now)
      : table_(table), lock_(std::move(lock)), length_(length), now_(std::move(now)) {}

  void renew();  // throws LockLost
  // Renews where a third of the lease has passed since the last time. Throws LockLost.
  void keep();

  const Lock& lock() const { return lock_; }
  base::Json fence() const { return table_.fence(lock_); }

 private:
  LockTable& table_;
  Lock lock_;
  std::chrono::seconds length_;
  Clock now_;
  base::TimePoint renewed_at_ = {};
};

}  // namespace ports
