#include "ports/lease.h"

#include <fmt/format.h>

namespace ports {

LockLost::LockLost(const Lock& lock)
    : Failure("LockLost", fmt::format("lock {} is not held under token {} any more; nothing was written after that",
                                      lock.lock_id, lock.token)) {}

Lock parse_lock(const base::Json& json) {
  return {.lock_id = json.at("lockId").as_string(), .token = json.at("token").as_int()};
}

void Lease::renew() {
  const base::TimePoint now = now_();
  if (!table_.renew(lock_, now, length_)) throw LockLost(lock_);
  renewed_at_ = now;
}

void Lease::keep() {
  if (now_() - renewed_at_ >= length_ / 3) renew();
}

}  // namespace ports
