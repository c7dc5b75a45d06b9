#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/json.h"

namespace lock {

// What lock is asked.
struct Request {
  enum class Operation { kAcquire, kRenew, kRelease };
  Operation operation = Operation::kAcquire;
  std::string lock_id = {};
  std::string execution_id = {};
  std::optional<std::int64_t> token = {};  // renew needs it; release by the execution alone where it was never told one
};

// Throws Failure "BadEvent".
Request parse_request(const base::Json& event);

}  // namespace lock
