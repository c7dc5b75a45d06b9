#pragma once

#include <functional>

#include "base/failure.h"
#include "base/json.h"
#include "lambda/context.h"
#include "lambda/environment.h"
#include "lambda/log.h"
#include "lambda/metrics.h"

// The Lambda runtime of a function's process: asks the Runtime API for an event, hands it to the handler, posts the
// reply, and again. (AWS Lambda, "Using the Lambda runtime API for custom runtimes")
//
//   int main() {
//     return lambda::run([](lambda::Environment& environment) -> lambda::Handler {
//       auto table = std::make_shared<LockTable>(…, environment.require("LOCK_TABLE"));   // init phase, once
//       return [table](const lambda::Invocation& call) { return answer(call, *table); };
//     });
//   }
//
// Two headers of our own on the answer of `next`, which only Feedmill sends (on AWS they are absent):
//   Lambda-Runtime-Feedmill-Time   the world's time in milliseconds since 1970, which stands still while the handler
//   runs.
//                                  Sent only where the world's clock is virtual: a handler that renews a lease needs a
//                                  clock that moves. Lambda-Runtime-Deadline-Ms is by the system's clock in any case.
//   Lambda-Runtime-Feedmill-Seed   text that Context::random_hex is drawn from. Sent where the world has a seed.

namespace lambda {

using base::Failure;

struct Invocation {
  base::Json event = {};
  Context& context;
  const Log& log;
  Metrics& metrics;
};

using Reply = base::Json;
using Handler = std::function<Reply(const Invocation&)>;
using Setup = std::function<Handler(Environment&)>;  // the init phase

// Runs until SIGTERM, which lets a running invocation finish. Returns the process's exit status: 0 after SIGTERM, 1
// where the init phase failed (reported to /runtime/init/error) or where the Runtime API is missing or answers what it
// must not.
//
// An invocation that throws is answered to /invocation/{id}/error and the process goes on: a Failure under its name,
// any other std::exception as "UnexpectedError", an event that is no JSON as "BadEvent". A reply that is too large for
// Lambda (413 from the Runtime API, which has then told the caller) is logged, and the process goes on.
int run(const Setup& setup, Environment environment = Environment::of_process());

}  // namespace lambda
