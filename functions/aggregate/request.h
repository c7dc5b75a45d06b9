#pragma once

#include <string>
#include <variant>

#include "base/json.h"
#include "domain/file_set.h"

// What aggregate is asked.

namespace aggregate {

// A notification of S3, or a message of the settle queue: something may be complete.
struct Look {};
// A state machine that was started by hand wants a set.
struct Claim {
  std::string execution_arn = {};
};
// A state machine is done with a set.
struct Settle {
  domain::FileSet set = {};
  bool failed = false;  // FAILED; else SUCCEEDED or PARTIAL
};
using Request = std::variant<Look, Claim, Settle>;

// Throws Failure "BadEvent" for what is none of these, and for a bucket that is not the data bucket.
Request parse_request(const base::Json& event, std::string_view data_bucket);

}  // namespace aggregate
