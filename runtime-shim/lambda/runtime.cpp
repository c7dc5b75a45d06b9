#include "lambda/runtime.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "lambda/runtime_api.h"

namespace lambda {
namespace runtime {

// SIGTERM while the process waits for an event: it leaves at once. While a handler runs: it leaves behind the reply.
// A handler may touch nothing but lock-free atomics and _exit. (signal-safety(7))
std::atomic<bool> idle = false;
std::atomic<bool> asked_to_leave = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void leave(int) {
  if (idle.load()) _exit(0);
  asked_to_leave.store(true);
}

void heed_sigterm() {
  idle = false;
  asked_to_leave = false;
  struct sigaction action = {};
  action.sa_handler = leave;
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, nullptr);
}

struct Problem {
  std::string type = {};
  std::string message = {};
};

// What an exception is called to the outside. To be used in a catch block.
Problem current_problem() {
  try {
    throw;
  } catch (const Failure& failure) {
    return {failure.name, failure.what()};
  } catch (const std::exception& error) {
    return {"UnexpectedError", error.what()};
  } catch (...) {
    return {"UnexpectedError", "an exception that is no std::exception"};
  }
}

std::optional<Handler> initialise(const Setup& setup, Environment& environment, RuntimeApi& api, const Log& log) {
  Problem problem;
  try {
    Handler handler = setup(environment);
    environment.check();
    return handler;
  } catch (...) {
    problem = current_problem();
  }
  try {
    environment.check();  // what is missing explains what failed for it
  } catch (const Failure& missing) {
    problem = {missing.name, missing.what()};
  }
  log.error("the init phase failed", {{"errorType", problem.type}, {"errorMessage", problem.message}});
  api.fail_init(problem.type, problem.message);
  return std::nullopt;
}

struct Outcome {
  std::optional<std::string> reply = {};
  Problem problem = {};
};

Outcome answer(const Handler& handler, std::string_view event, Context& context, const Log& log, Metrics& metrics) {
  try {
    auto json = base::Json::try_parse(event);
    if (!json) throw Failure("BadEvent", "the event is not JSON");
    return {.reply = handler({.event = std::move(*json), .context = context, .log = log, .metrics = metrics}).dump()};
  } catch (...) {
    return {.problem = current_problem()};
  }
}

void serve_one(RuntimeApi& api, const Handler& handler, Log& log, Metrics& metrics) {
  idle = true;
  RuntimeApi::Event event = api.next(idle);
  idle = false;

  log.begin(event.facts.request_id, event.facts.world_time);
  setenv("_X_AMZN_TRACE_ID", event.facts.trace_id.c_str(), 1);  // where AWS's tracing looks for it
  Context context(std::move(event.facts));
  const Outcome outcome = answer(handler, event.body, context, log, metrics);

  // Lines come before the reply: once it is posted, Lambda may freeze the process.
  if (!metrics.empty()) log.write(metrics.take(context.now(), context.request_id()));
  if (!outcome.reply) {
    log.error("the invocation failed",
              {{"errorType", outcome.problem.type}, {"errorMessage", outcome.problem.message}});
    api.fail(context.request_id(), outcome.problem.type, outcome.problem.message);
  } else if (api.respond(context.request_id(), *outcome.reply) == RuntimeApi::Taken::kTooLarge) {
    log.error("the reply is too large for Lambda: write it to S3 and return a reference",
              {{"bytes", outcome.reply->size()}});
  }
}

}  // namespace runtime

int run(const Setup& setup, Environment environment) {
  Log log(STDOUT_FILENO, parse_level(environment.get_or("AWS_LAMBDA_LOG_LEVEL", "INFO")));
  const auto address = environment.find("AWS_LAMBDA_RUNTIME_API");
  if (!address) {
    log.error("AWS_LAMBDA_RUNTIME_API is not set: this is a Lambda function, which Lambda or `feedmill up` starts");
    return EXIT_FAILURE;
  }
  try {
    RuntimeApi api(*address);
    const auto handler = runtime::initialise(setup, environment, api, log);
    if (!handler) return EXIT_FAILURE;
    Metrics metrics(environment.get_or("AWS_LAMBDA_FUNCTION_NAME", "function"));
    runtime::heed_sigterm();
    while (!runtime::asked_to_leave) runtime::serve_one(api, *handler, log, metrics);
    return EXIT_SUCCESS;
  } catch (const RuntimeApiError& error) {
    log.error(error.what());
    return EXIT_FAILURE;
  }
}

}  // namespace lambda
