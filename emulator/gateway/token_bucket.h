#pragma once

#include "base/time.h"

namespace gateway {

// Throttling as API Gateway does it: `burst` requests at once, and `rate` more a second. Pure: it is told the time.
class TokenBucket {
 public:
  TokenBucket(double burst, double rate) : burst_(burst), rate_(rate), tokens_(burst) {}

  // Takes a token; false where there is none.
  bool take(base::TimePoint now);

 private:
  double burst_ = 0, rate_ = 0, tokens_ = 0;
  base::TimePoint filled_ = {};
};

}  // namespace gateway
