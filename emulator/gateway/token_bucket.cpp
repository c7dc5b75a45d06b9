#include "emulator/gateway/token_bucket.h"

#include <algorithm>

namespace gateway {

bool TokenBucket::take(base::TimePoint now) {
  if (now > filled_) {
    const double passed = std::chrono::duration<double>(now - filled_).count();
    tokens_ = std::min(burst_, tokens_ + passed * rate_);
    filled_ = now;
  }
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

}  // namespace gateway
