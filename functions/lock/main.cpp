// lock: one execution at a time. A lease that ends by itself, and a token that fences whoever comes back late.
//
// Trigger  state machine order-analytics: acquire, renew, release
// Reads    LOCK_TABLE                              Writes   LOCK_TABLE
// Errors   LockBusy (the state machine retries it until the lock is free) · LockLost (renew: another has it now) ·
//          Unavailable (retried) · BadEvent
// Settings LOCK_LEASE_SECONDS (300)
#include <fmt/format.h>

#include <memory>

#include "functions/lock/request.h"
#include "lambda/runtime.h"
#include "ports/cloud.h"
#include "ports/lock_table.h"

namespace lock {

struct Doors {
  ports::Cloud cloud = ports::cloud_from_environment();
  ports::LockTable table;
  std::chrono::seconds lease;

  explicit Doors(lambda::Environment& environment)
      : table(cloud, environment.require("LOCK_TABLE")), lease(environment.get_int_or("LOCK_LEASE_SECONDS", 300)) {}
};

lambda::Reply to_reply(const ports::Lock& held) {
  return {{"lockId", held.lock_id}, {"token", held.token}, {"leaseUntil", base::format_iso8601(held.lease_until)}};
}

lambda::Reply acquire(const Request& request, Doors& doors, const lambda::Invocation& call) {
  const auto outcome = doors.table.acquire(request.lock_id, request.execution_id, call.context.now(), doors.lease);
  if (const auto* busy = std::get_if<ports::LockBusy>(&outcome)) {
    throw lambda::Failure("LockBusy", fmt::format("{} is held by {} until {}", request.lock_id, busy->execution_id,
                                                  base::format_iso8601(busy->lease_until)));
  }
  const auto& held = std::get<ports::Lock>(outcome);
  call.log.info("the lock is acquired",
                {{"lockId", held.lock_id}, {"executionId", held.execution_id}, {"token", held.token}});
  return to_reply(held);
}

lambda::Reply renew(const Request& request, Doors& doors, const lambda::Invocation& call) {
  ports::Lock held{.lock_id = request.lock_id, .execution_id = request.execution_id, .token = *request.token};
  if (!doors.table.renew(held, call.context.now(), doors.lease))
    throw lambda::Failure("LockLost", fmt::format("{} is not held under token {} any more", held.lock_id, held.token));
  return to_reply(held);
}

lambda::Reply release(const Request& request, Doors& doors, const lambda::Invocation& call) {
  const bool released = doors.table.release(request.lock_id, request.execution_id, request.token);
  call.log.info(released ? "the lock is released" : "there was nothing to release: the lock is another's",
                {{"lockId", request.lock_id}, {"executionId", request.execution_id}});
  return {{"released", released}};
}

lambda::Reply answer(const lambda::Invocation& call, Doors& doors) {
  doors.cloud.finish_by(call.context.ends_at());
  const Request request = parse_request(call.event);
  switch (request.operation) {
    case Request::Operation::kAcquire:
      return acquire(request, doors, call);
    case Request::Operation::kRenew:
      return renew(request, doors, call);
    case Request::Operation::kRelease:
      return release(request, doors, call);
  }
  throw lambda::Failure("BadEvent", "an operation of no name");
}

}  // namespace lock

int main() {
  return lambda::run([](lambda::Environment& environment) -> lambda::Handler {
    auto doors = std::make_shared<lock::Doors>(environment);
    return [doors](const lambda::Invocation& call) { return lock::answer(call, *doors); };
  });
}
