#pragma once

#include <string>

#include "aws/s3.h"
#include "domain/order_state.h"
#include "ports/cloud.h"
#include "ports/lease.h"

namespace ports {

// What is known of each date: one immutable object a version, state/<date>/<version>.json.
class DateStates {
 public:
  DateStates(Cloud& cloud, std::string bucket) : s3_(cloud), bucket_(std::move(bucket)) {}

  // The state of that version; of version 0 an empty one. Throws domain::DamagedState, Failure "NotFound".
  domain::DateState get(domain::Day day, std::int64_t version);

  // Writes a new version, its key. Where an execution that never published left an object under that key, it is
  // replaced, but only while the lease holds; one that was published stays as it is. Throws LockLost.
  std::string put(const domain::DateState& state, Lease& lease);

 private:
  aws::S3 s3_;
  std::string bucket_;
};

}  // namespace ports
