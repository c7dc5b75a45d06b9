#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/gateway/api.h"
#include "emulator/gateway/token_bucket.h"

namespace gateway {

// The HTTP APIs that there are. They come from the template at every boot, so nothing of them is kept.
class Apis {
 public:
  void put(Api api) {
    buckets_.clear();
    apis_.insert_or_assign(api.id, std::move(api));
  }
  const Api* find(std::string_view id) const;
  std::vector<const Api*> list() const;

  // Whether the route's or its stage's throttle lets a request through at `now`; takes its token.
  bool admit(const Api& api, const Stage& stage, const Route& route, base::TimePoint now);

 private:
  std::map<std::string, Api, std::less<>> apis_ = {};
  std::map<std::string, TokenBucket> buckets_ = {};  // "<api>/<stage>" and "<api>/<stage>/<route key>"
};

}  // namespace gateway
